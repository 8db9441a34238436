import Foundation
import LMKTestSupport
import Testing

@Suite("lmktop explain")
struct ExplainTests {
  private func machine() throws -> FixtureTree {
    let tree = try FixtureTree()
    try tree.add(FixtureMemory())
    for (pid, name, adj, rss) in [
      (1, "init", 0, 5000), (40, "big", 0, 90_000), (50, "tab", 900, 700), (51, "tab", 900, 650),
      (60, "never", -1000, 700), (61, "deep", -500, 700),
    ] {
      var process = FixtureProcess(pid: Int32(pid), name: name)
      process.adj = adj
      process.rssPages = rss
      try tree.add(process)
    }
    return tree
  }

  private func explain(_ pid: Int, _ tree: FixtureTree, _ more: String...) throws -> String {
    let program = try Program.run(
      ["explain", "\(pid)", "--proc-root", tree.path, "--thresholds", "100p:0,260000p:500"] + more)
    #expect(program.status == 0, "\(program.complaint)")
    return String(decoding: program.output, as: UTF8.self)
  }

  @Test("A candidate: its place, each row, and what would change it")
  func candidate() throws {
    let text = try explain(51, try machine())
    #expect(text.contains("it may die now: row 2 is active"))
    #expect(
      text.contains("2 of 4 in kill order: nobody has a higher adj, 2 of 2 at adj 900 by RSS"))
    #expect(text.contains("adj >= 0: reaches it; not crossed"))
    #expect(text.contains("adj >= 500: reaches it; active"))
    #expect(text.contains("an adj of 499 or less puts it out of reach now"))
    #expect(text.contains("more puts it before 50 tab"))
  }

  @Test("One that is safe now, one that no row reaches, and one that never is")
  func others() throws {
    let tree = try machine()
    let safe = try explain(40, tree)
    #expect(safe.contains("it does not die now"))
    #expect(safe.contains("adj >= 500: does not reach adj 0; active"))
    #expect(safe.contains("an adj of 500 or more exposes it now"))
    #expect(try explain(61, tree).contains("no row reaches adj -500"))
    let never = try explain(60, tree)
    #expect(never.contains("never a candidate: adj -1000: never"))
    #expect(never.contains("any other adj than -1000"))
    #expect(try explain(1, tree).contains("never a candidate: init"))
  }

  @Test("The same as JSON")
  func json() throws {
    let text = try explain(51, try machine(), "--json")
    let value = try JSONSerialization.jsonObject(with: Data(text.utf8))
    let object = try #require(value as? [String: Any])
    #expect(object["version"] as? Int == 1 && object["rank"] as? Int == 2)
    let rows = try #require(object["rows"] as? [[String: Any]])
    #expect(rows.map { $0["active"] as? Bool } == [false, true])
    #expect(rows.map { $0["reaches"] as? Bool } == [true, true])
    #expect((object["changes"] as? [String])?.isEmpty == false)
  }

  @Test("A process that is not there is said, with status 66")
  func missing() throws {
    let tree = try machine()
    let program = try Program.run("explain", "7", "--proc-root", tree.path)
    #expect(program.status == 66)
    #expect(program.complaint.contains("there is no process 7 under \(tree.path)"))
    #expect(try Program.run("explain", "0").status == 64)
    #expect(try Program.run("explain").status == 64)
  }
}
