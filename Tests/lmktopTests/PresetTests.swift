import Foundation
import LMKCore
import LMKTestSupport
import Testing

@testable import lmktop

@Suite("Presets")
struct PresetTests {
  private static let mebibyte = 256

  private func table(_ preset: Preset, gibibytes: Int) -> Thresholds {
    let pages = gibibytes * 1024 * Self.mebibyte
    return Thresholds.preset(
      preset, ramPages: pages, usablePages: pages, pageSize: 4096
    ).thresholds
  }

  @Test("Every preset is a sound table on every machine, and is written as it is read")
  func sound() throws {
    for preset in Preset.allCases {
      for mebibytes in [16, 64, 512, 1024, 16_384, 1 << 20] {
        let pages = mebibytes * Self.mebibyte
        let table = Thresholds.preset(
          preset, ramPages: pages, usablePages: pages, pageSize: 4096
        ).thresholds
        #expect(!table.isEmpty)
        let again = try Thresholds(
          parsing: table.text, usablePages: pages, ramPages: nil, pageSize: 4096)
        #expect(again == table, "\(preset)")
      }
    }
  }

  @Test("What each class sets beside the default rows")
  func classes() {
    let rows = table(.plain, gibibytes: 16).levels.map(\.minfreePages)
    for preset in [Preset.small, .desktop, .server] {
      #expect(table(preset, gibibytes: 16).levels.map(\.minfreePages) == rows)
    }
    #expect(table(.plain, gibibytes: 16).hasConditions == false)
    #expect(table(.small, gibibytes: 16).levels.allSatisfy { $0.gates.text == "available<=3x" })
    let desktop = table(.desktop, gibibytes: 16)
    #expect(desktop.levels.map { $0.gates.swapFreePercent } == [10, 25, 25, 25, 25, 25])
    #expect(
      desktop.stallRows.map(\.text) == [
        "full>=25%/3s:300 if available<=10%", "full>=50%/10s:0 if available<=10%",
      ])
    let server = table(.server, gibibytes: 16)
    #expect(server.levels.allSatisfy { $0.gates.text == "available<=5%" })
    #expect(server.stallRows.map(\.text) == ["full>=40%/10s:0 if available<=5%"])
    #expect(Preset.server.rankBasis == .freeable && !Preset.server.rules.isEmpty)
    for (gibibytes, first) in [(4, 256), (64, 655), (512, 1024)] {
      let node = table(.node, gibibytes: gibibytes)
      #expect(node.levels.map(\.adj) == [2, 500, 1000])
      #expect(node[0].minfreePages / Self.mebibyte == first)
      #expect(node[2].minfreePages / 2 == node[0].minfreePages)
    }
  }

  private func reading(gibibytes: Double) -> MemoryReading {
    var reading = MemoryReading()
    reading.totalPages = Int(gibibytes * 1024) * Self.mebibyte
    return reading
  }

  @Test("The class of a machine is told by files, and says why")
  func machineClass() throws {
    try withTemporaryFolder { root in
      func preset(_ gibibytes: Double) -> Preset {
        let machine = MachineClass(
          memory: reading(gibibytes: gibibytes), pageSize: 4096, under: root.path)
        #expect(!machine.reason.isEmpty)
        return machine.preset
      }
      func make(_ file: String, _ text: String = "") throws {
        let url = root.appending(path: file)
        try FileManager.default.createDirectory(
          at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try text.write(to: url, atomically: true, encoding: .utf8)
      }
      #expect(preset(0.9) == .small)
      #expect(preset(16) == .server)
      try make("run/user/1000/wayland-0.lock")
      #expect(preset(16) == .server)
      try make("run/user/1000/wayland-0")
      #expect(preset(16) == .desktop)
      #expect(preset(0.5) == .small)
      try make("var/lib/kubelet/config.yaml", "kind: KubeletConfiguration\n")
      #expect(preset(16) == .desktop)
      try make("sys/fs/cgroup/kubepods.slice/memory.max")
      #expect(preset(16) == .node && preset(0.5) == .node)
      #expect(Pods.find(under: root.path) == Pods(path: "/kubepods.slice", evictsBelow: "100Mi"))
      try make(
        "var/lib/kubelet/config.yaml",
        "evictionSoft:\n  memory.available: 1Gi\nevictionHard:\n  nodefs.available: 10%\n"
          + "  memory.available: \"200Mi\"\n")
      #expect(Pods.find(under: root.path)?.evictsBelow == "200Mi")
    }
  }

  @Test("Where nobody chose, one is chosen and named; a table or a preset of one's own says so")
  func chosen() throws {
    func list(_ arguments: String...) throws -> [String: Any] {
      let program = try Program.run(["list", "--json", "--limit", "0"] + arguments)
      let value = try JSONSerialization.jsonObject(with: program.output)
      return try #require(value as? [String: Any])
    }
    let chosen = try list()
    #expect(chosen["preset_chosen"] as? Bool == true)
    let name = try #require(chosen["preset"] as? String)
    let remarks = try #require(chosen["remarks"] as? [String])
    #expect(remarks.contains { $0.hasPrefix("preset \(name), chosen because") })
    let named = try list("--preset", "desktop")
    #expect(named["preset"] as? String == "desktop" && named["preset_chosen"] as? Bool == false)
    #expect((named["stall_rows"] as? [Any])?.count == 2)
    let own = try list("--thresholds", "1%:0 if available<=1%")
    #expect(own["preset"] is NSNull)
    let rows = try #require(own["thresholds"] as? [[String: Any]])
    let gates = try #require(rows[0]["gates"] as? [[String: Any]])
    #expect(gates[0]["name"] as? String == "available" && gates[0]["holds"] as? Bool == false)
    #expect((gates[0]["blocks"] as? String)?.hasPrefix("available ") == true)
    let tree = try FixtureTree()
    try tree.add(FixtureMemory())
    #expect(try list("--proc-root", tree.path)["preset"] as? String == "plain")
  }

  @Test("A node's preset without pods is refused; with a scope of one's own it is taken")
  func nodeWithoutPods() throws {
    guard Pods.find() == nil else { return }
    let program = try Program.run("list", "--preset", "node")
    #expect(program.status == 64)
    #expect(program.complaint.contains("pods' control group"))
    #expect(try Program.run("list", "--preset", "node", "--scope", "machine").status == 0)
  }
}
