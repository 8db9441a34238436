import Foundation
import LMKTestSupport
import Testing

/// The program held against this machine's /proc, and against a storm of its own.
@Suite("lmktop audit", .serialized)
struct AuditCommandTests {
  private func expectSound(_ status: Int32, _ report: [String: Any]) throws {
    #expect(status == 0, "\(report)")
    #expect(report["version"] as? Int == 1)
    #expect(report["sound"] as? Bool == true)
    let sum = try #require(report["sum"] as? [String: Any])
    #expect(sum["settled_findings"] as? Int == 0)
    #expect(sum["settled"] as? Int ?? 0 > 0)
    let comparisons = try #require(report["comparisons"] as? [[String: Any]])
    #expect(comparisons.count == sum["comparisons"] as? Int)
    #expect(comparisons.allSatisfy { $0["seen"] as? Int ?? 0 > 0 })
  }

  @Test(
    "After a storm nothing is missing and no ghost is left, whatever source is left out",
    arguments: [
      [], ["proc-connector"], ["tracepoints"], ["pressure-trigger"],
      ["proc-connector", "tracepoints", "pressure-trigger"],
    ])
  func storm(without: [String]) throws {
    let program = try Program.run(
      ["audit", "--json", "--storm", "--births", "1500", "--seconds", "1", "--interval", "0.25"]
        + without.flatMap { ["--without", $0] })
    let report = try #require(
      try JSONSerialization.jsonObject(with: program.output) as? [String: Any],
      "\(program.complaint)")
    try expectSound(program.status, report)
    let storm = try #require(report["storm"] as? [String: Any])
    #expect(storm["births"] as? Int == 1500)
    #expect(storm["refusal"] is NSNull)
    #expect(storm["clean_after_ms"] is Int)
    let capabilities = report["capabilities"] as? [[String: Any]] ?? []
    for name in without {
      let source = capabilities.first { $0["name"] as? String == name }
      #expect(source?["available"] as? Bool == false)
    }
  }

  @Test("A quiet audit is told as a table with one sentence")
  func table() throws {
    let program = try Program.run("audit", "--seconds", "1", "--interval", "0.5")
    #expect(program.status == 0, "\(program.text)\(program.complaint)")
    let lines = program.text.split(separator: "\n")
    #expect(lines.first?.contains("MISSING") == true)
    #expect(lines.last?.hasPrefix("SOUND: ") == true)
    #expect(lines.allSatisfy { $0.count < 110 || $0.hasPrefix("SOUND") || $0.hasPrefix("note") })
  }

  @Test(
    "What is no audit is refused",
    arguments: [
      (["audit", "--seconds", "0"], "--seconds"), (["audit", "--births", "0"], "--births"),
      (["audit", "--interval", "99"], "--interval"), (["audit", "--without", "x"], "x"),
    ])
  func refusals(arguments: [String], words: String) throws {
    let program = try Program.run(arguments)
    #expect(program.status == 64)
    #expect(program.complaint.contains(words))
  }

  @Test("A captured tree cannot be audited")
  func captured() throws {
    let tree = try FixtureTree()
    try tree.add(FixtureMemory())
    let program = try Program.run("audit", "--proc-root", tree.path)
    #expect(program.status == 64)
    #expect(program.complaint.contains("live kernel"))
  }
}
