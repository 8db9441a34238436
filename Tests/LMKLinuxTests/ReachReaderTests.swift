import Foundation
import LMKCore
import LMKTestSupport
import Testing

@testable import LMKLinux

/// Who belongs together, from captured trees.
@Suite("Who belongs together")
struct ReachReaderTests {
  private func question(_ reach: KillReach, _ pid: Int32, start: UInt64) -> ReachQuestion {
    ReachQuestion(
      number: 1, act: .list, reach: reach, known: [ProcessKey(pid: pid, startTime: start)])
  }

  private func pids(_ answer: ReachAnswer) -> [Int32] {
    guard case .members(let readings, _, _) = answer else { return [] }
    return readings.map(\.key.pid).sorted()
  }

  private func tree() throws -> FixtureTree {
    let tree = try FixtureTree()
    try tree.add(FixtureMemory())
    // 10 ─ 11 ─ 12, 10 ─ 13 (a zombie), 20 beside them
    for (pid, parent, state) in [
      (10, 1, "S"), (11, 10, "S"), (12, 11, "S"), (13, 10, "Z"), (20, 1, "S"),
    ] {
      var process = FixtureProcess(pid: Int32(pid))
      process.parent = Int32(parent)
      process.state = Character(state)
      try tree.add(process)
    }
    return tree
  }

  private func start(_ pid: Int32, in tree: FixtureTree) throws -> UInt64 {
    var reader = ProcessReader(root: try ProcRoot(path: tree.path))
    return try reader.startTime(of: pid)
  }

  @Test("A subtree is who descends from it and lives")
  func subtree() throws {
    let tree = try tree()
    var reader = ReachReader(root: try ProcRoot(path: tree.path))
    let answer = try reader.members(of: question(.subtree, 10, start: start(10, in: tree)))
    #expect(pids(answer) == [10, 11, 12])
  }

  @Test("Who is known to have belonged to it brings his children, when its root is gone")
  func orphaned() throws {
    let tree = try tree()
    let gone = ProcessKey(pid: 99, startTime: 5)
    var asked = question(.subtree, 99, start: 5)
    asked.known = [gone, ProcessKey(pid: 11, startTime: try start(11, in: tree))]
    var reader = ReachReader(root: try ProcRoot(path: tree.path))
    #expect(pids(try reader.members(of: asked)) == [11, 12])
    #expect(throws: ReachObstacle.gone) {
      try reader.members(of: question(.subtree, 99, start: 5))
    }
  }

  @Test("A pid that belongs to another by now names nobody")
  func reused() throws {
    let tree = try tree()
    var reader = ReachReader(root: try ProcRoot(path: tree.path))
    let other = try start(10, in: tree) + 1
    #expect(throws: ReachObstacle.gone) {
      try reader.members(of: question(.subtree, 10, start: other))
    }
  }

  /// Version 2 mounted in a folder of the test.
  private func grouped(
    _ tree: FixtureTree, _ path: String, _ procs: [String: String]
  ) throws -> CgroupHierarchies {
    for (folder, text) in procs { try tree.write("mount\(folder)/cgroup.procs", text) }
    for pid in ["10", "11", "12"] { try tree.write("\(pid)/cgroup", "0::\(path)\n") }
    var hierarchies = CgroupHierarchies()
    hierarchies.two = "\(tree.path)/mount"
    return hierarchies
  }

  @Test("A control group is all that is in it and below it")
  func group() throws {
    let tree = try tree()
    let hierarchies = try grouped(
      tree, "/a", ["/a": "10\n", "/a/b": "11\n13\n", "/a/b/c": "12\n"])
    try tree.write("mount/a/cgroup.kill", "")
    var reader = ReachReader(root: try ProcRoot(path: tree.path), hierarchies: hierarchies)
    let answer = try reader.members(of: question(.cgroup, 10, start: start(10, in: tree)))
    #expect(pids(answer) == [10, 11, 12])
    guard case .members(_, _, let place?) = answer else {
      Issue.record("no place")
      return
    }
    #expect(place.path == "/a")
    #expect(place.canKill)
    #expect(place.freezer == nil)
  }

  @Test("The root group, a group with unseen members, and one that does not list it are refused")
  func refused() throws {
    var tree = try tree()
    var hierarchies = try grouped(tree, "/", ["": "10\n"])
    var reader = ReachReader(root: try ProcRoot(path: tree.path), hierarchies: hierarchies)
    #expect(throws: ReachObstacle.noGroup) {
      try reader.members(of: question(.cgroup, 10, start: start(10, in: tree)))
    }
    tree = try self.tree()
    hierarchies = try grouped(tree, "/a", ["/a": "10\n0\n"])
    reader = ReachReader(root: try ProcRoot(path: tree.path), hierarchies: hierarchies)
    #expect(throws: ReachObstacle.unseen) {
      try reader.members(of: question(.cgroup, 10, start: start(10, in: tree)))
    }
    // As in a container whose mount shows another part of the hierarchy than /proc/PID/cgroup names.
    tree = try self.tree()
    hierarchies = try grouped(tree, "/a", ["/a": "11\n"])
    reader = ReachReader(root: try ProcRoot(path: tree.path), hierarchies: hierarchies)
    #expect(throws: ReachObstacle.gone) {
      try reader.members(of: question(.cgroup, 10, start: start(10, in: tree)))
    }
  }

  @Test("Hierarchies are found by what is mounted")
  func mounts() {
    let text = """
      1 2 0:1 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw
      1 2 0:2 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory
      1 2 0:3 / /sys/fs/cgroup/freezer rw - cgroup cgroup rw,freezer
      1 2 0:4 / /sys/fs/cgroup/systemd rw - cgroup cgroup rw,xattr,name=systemd

      """
    let found = CgroupHierarchies.find(Array(text.utf8))
    #expect(found.two == "/sys/fs/cgroup/unified")
    #expect(found.memory == "/sys/fs/cgroup/memory")
    #expect(found.freezer == "/sys/fs/cgroup/freezer")
    #expect(found.systemd == "/sys/fs/cgroup/systemd")
  }
}
