import Foundation
import LMKTestSupport
import Testing

@Suite("lmktop list")
struct ListTests {
  private func machine() throws -> FixtureTree {
    let tree = try FixtureTree()
    try tree.add(FixtureMemory())
    func add(
      _ pid: Int32, _ name: String, adj: Int, rss: Int,
      _ change: (inout FixtureProcess) -> Void = { _ in }
    ) throws {
      var process = FixtureProcess(pid: pid, name: name)
      process.adj = adj
      process.rssPages = rss
      change(&process)
      try tree.add(process)
    }
    try add(1, "init", adj: 0, rss: 5000)
    try add(2, "kthreadd", adj: 0, rss: 0) { $0.flags = 0x20_8040 }
    try add(40, "big", adj: 0, rss: 90_000)
    try add(50, "twin", adj: 900, rss: 700)
    try add(41, "twin", adj: 900, rss: 700)
    try add(60, "never", adj: -1000, rss: 700)
    try add(70, "zombie", adj: 1000, rss: 0) { $0.state = "Z" }
    try add(80, "a) Z \u{1B}[2J\n", adj: 300, rss: 44)
    return tree
  }

  private func json(_ program: FinishedCommand) throws -> [String: Any] {
    let value = try JSONSerialization.jsonObject(with: program.output)
    return try #require(value as? [String: Any])
  }

  @Test("A captured tree is listed in kill order, with the keys of version 1")
  func capturedTree() throws {
    let tree = try machine()
    let program = try Program.run(
      "list", "--json", "--proc-root", tree.path, "--thresholds", "100p:0,260000p:500")
    #expect(program.status == 0 && program.complaint.isEmpty)
    let list = try json(program)
    #expect(list["version"] as? Int == 1)
    #expect(list["page_size"] as? Int == Int(sysconf(Int32(_SC_PAGESIZE))))
    let keys = [
      "memory", "thresholds", "active_level", "min_adj", "verdict", "prediction", "candidates",
      "exempt_count", "capabilities",
    ]
    for key in keys { #expect(list[key] != nil, "\(key) is missing") }
  }

  @Test("Candidates, exempt processes and the verdict are right")
  func verdict() throws {
    let tree = try machine()
    let list = try json(
      try Program.run(
        "list", "--json", "--proc-root", tree.path, "--thresholds", "100p:0,260000p:500"))
    let candidates = try #require(list["candidates"] as? [[String: Any]])
    #expect(candidates.map { $0["pid"] as? Int } == [41, 50, 80, 40])
    #expect(candidates.map { $0["rank"] as? Int } == [1, 2, 3, 4])
    #expect(candidates.map { $0["eligible"] as? Bool } == [true, true, false, false])
    #expect(candidates.allSatisfy { $0["protected"] as? Bool == false })
    let first = candidates[0]
    #expect(first["start_time"] as? Int == 1000)
    #expect(first["ppid"] as? Int == 1)
    #expect(first["oom_score_adj"] as? Int == 900)
    #expect(first["rss_pages"] as? Int == 700)
    #expect(first["state"] as? String == "S")
    #expect(first["name"] as? String == "twin")
    #expect(candidates[2]["name"] as? String == "a) Z \u{1B}[2J\n")
    #expect(list["exempt_count"] as? Int == 4)
    #expect(list["active_level"] as? Int == 2)
    #expect(list["min_adj"] as? Int == 500)
    let verdict = try #require(list["verdict"] as? [String: Any])
    #expect(verdict["kind"] as? String == "kill")
    #expect(verdict["pid"] as? Int == 41)
    #expect(verdict["start_time"] as? Int == 1000)
    #expect(verdict["frees_pages"] as? Int == 690)
    let thresholds = try #require(list["thresholds"] as? [[String: Int]])
    #expect(thresholds.map { $0["level"] } == [1, 2])
    #expect(thresholds.map { $0["minfree_pages"] } == [100, 260_000])
    #expect(thresholds.map { $0["adj"] } == [0, 500])
    let capabilities = try #require(list["capabilities"] as? [[String: Any]])
    let live = capabilities.first { $0["name"] as? String == "live-kernel" }
    #expect(live?["available"] as? Bool == false)
    #expect((live?["reason"] as? String)?.isEmpty == false)
  }

  @Test("The kills that an armed run would do stand there one by one, and how it ends")
  func prediction() throws {
    let tree = try machine()
    let list = try json(
      try Program.run(
        "list", "--json", "--proc-root", tree.path, "--thresholds", "100p:0,260000p:300"))
    let prediction = try #require(list["prediction"] as? [String: Any])
    let kills = try #require(prediction["kills"] as? [[String: Any]])
    #expect(kills.map { $0["pid"] as? Int } == [41, 50, 80])
    #expect(kills.map { $0["name"] as? String } == ["twin", "twin", "a) Z \u{1B}[2J\n"])
    #expect(kills.map { $0["level"] as? Int } == [2, 2, 2])
    #expect(kills.map { $0["level_after"] as? Int } == [2, 2, 2])
    #expect(kills[0]["frees_pages"] as? Int == 690)
    let after = kills.compactMap { $0["other_free_pages_after"] as? Int }
    #expect(after.count == 3 && after[1] - after[0] == 690)
    #expect(prediction["kill_count"] as? Int == 3)
    #expect(prediction["end"] as? String == "nobody_left")
  }

  @Test("The opinions of a captured tree: this table, the kernel, and others by their rules")
  func opinions() throws {
    let tree = try machine()
    for (pid, score) in [(40, 1000), (50, 900), (41, 900), (80, 850), (60, 0)] {
      try tree.write("\(pid)/oom_score", "\(score)\n")
    }
    try tree.write("80/status", "VmSwap:\t 4000000 kB\nVmPTE:\t 400 kB\n")
    let list = try json(
      try Program.run("list", "--json", "--proc-root", tree.path, "--thresholds", "260000p:500"))
    let opinions = try #require(list["opinions"] as? [[String: Any]])
    var pids: [String: Int] = [:]
    for opinion in opinions {
      let name = try #require(opinion["name"] as? String)
      #expect(opinion["would_act"] is Bool)
      #expect((opinion["why"] as? String)?.isEmpty == false)
      pids[name] = opinion["pid"] as? Int
    }
    #expect(
      pids == [
        "lmktop": 41, "kernel": 80, "earlyoom-1.7": 40, "earlyoom-1.8": 40, "lmkd-minfree": 41,
        "lmkd-heaviest": 41,
      ])
    #expect(opinions.count == 8)
  }

  @Test("No row crossed: nobody is eligible, and level and adj are null")
  func spared() throws {
    let tree = try machine()
    let list = try json(
      try Program.run("list", "--json", "--proc-root", tree.path, "--thresholds", "100p:-1000"))
    #expect(list["active_level"] is NSNull)
    #expect(list["min_adj"] is NSNull)
    let verdict = try #require(list["verdict"] as? [String: Any])
    #expect(verdict["kind"] as? String == "spare")
    #expect(verdict["reason"] as? String == "no row is crossed")
    #expect(verdict["pid"] == nil)
  }

  @Test("The memory terms are the driver's arithmetic, by either file term")
  func terms() throws {
    let tree = try machine()
    let fixture = FixtureMemory()
    func memory(_ term: String) throws -> [String: Any] {
      try #require(
        try json(
          try Program.run("list", "--json", "--proc-root", tree.path, "--file-term", term))[
            "memory"]
          as? [String: Any])
    }
    let lru = try memory("lru")
    // One zone: max(protection) + high − boost.
    let reserve = fixture.protection + fixture.high - fixture.boost
    #expect(lru["free_pages"] as? Int == fixture.free)
    #expect(lru["reserve_pages"] as? Int == reserve)
    #expect(lru["other_free_pages"] as? Int == fixture.free - reserve)
    #expect(lru["other_file_pages"] as? Int == fixture.activeFile + fixture.inactiveFile)
    #expect(lru["file_pages"] as? Int == fixture.file)
    #expect(lru["shmem_pages"] as? Int == fixture.shmem)
    #expect(lru["unevictable_pages"] as? Int == fixture.unevictable)
    #expect(lru["swapcache_pages"] as? Int == fixture.swapCached)
    let driver = try memory("driver")
    #expect(
      driver["other_file_pages"] as? Int
        == fixture.file - fixture.shmem - fixture.unevictable - fixture.swapCached)
  }

  @Test("--limit cuts the list, not the counts; the table shows the same order")
  func limitAndTable() throws {
    let tree = try machine()
    let list = try json(
      try Program.run("list", "--json", "--limit", "1", "--proc-root", tree.path))
    #expect((list["candidates"] as? [Any])?.count == 1)
    #expect(list["candidate_count"] as? Int == 4)
    let table = try Program.run("list", "--proc-root", tree.path)
    #expect(table.status == 0)
    let pids = table.text.split(separator: "\n").compactMap { line -> Int? in
      let words = line.split(separator: " ")
      return words.count > 6 && Int(words[0]) != nil ? Int(words[4]) : nil
    }
    #expect(pids == [41, 50, 80, 40])
    // A hostile name must not reach the terminal as it is.
    #expect(!table.text.contains("\u{1B}"))
  }

  @Test("--rank freeable orders equal adj by what a kill gives back")
  func rank() throws {
    let tree = try FixtureTree()
    try tree.add(FixtureMemory())
    for (pid, rss, shared) in [(Int32(10), 900, 890), (11, 50, 0)] {
      var process = FixtureProcess(pid: pid)
      process.rssPages = rss
      process.sharedPages = shared
      try tree.add(process)
    }
    func order(_ rank: String) throws -> [Int?] {
      let list = try json(
        try Program.run("list", "--json", "--proc-root", tree.path, "--rank", rank))
      return try #require(list["candidates"] as? [[String: Any]]).map { $0["pid"] as? Int }
    }
    #expect(try order("rss") == [10, 11])
    #expect(try order("freeable") == [11, 10])
  }

  @Test("On the live machine this test stands in the list")
  func live() throws {
    let list = try json(try Program.run("list", "--json"))
    let candidates = try #require(list["candidates"] as? [[String: Any]])
    let own = Int(ProcessInfo.processInfo.processIdentifier)
    #expect(candidates.contains { $0["pid"] as? Int == own })
  }

  @Test("A preset larger than the machine is clamped to it, and says so")
  func clampedPreset() throws {
    let tree = try FixtureTree()
    var memory = FixtureMemory()
    memory.total = 30_000
    try tree.add(memory)
    let table = try Program.run("list", "--proc-root", tree.path, "--preset", "android")
    #expect(table.text.hasPrefix("note: preset android: "))
    let list = try json(
      try Program.run("list", "--json", "--proc-root", tree.path, "--preset", "classic"))
    #expect((list["memory"] as? [String: Any])?["file_term"] as? String == "driver")
  }
}
