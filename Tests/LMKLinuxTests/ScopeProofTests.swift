import Foundation
import LMKCore
import LMKTestSupport
import Testing

@testable import LMKLinux

@Suite("The proof of a scope", .serialized)
struct ScopeProofTests {
  private func key(_ pid: Int32) throws -> ProcessKey {
    var reader = ProcessReader(root: try ProcRoot())
    guard case .read(let reading) = reader.read(pid: pid) else { throw POSIXError(.ESRCH) }
    return reading.key
  }

  /// A value without copies cannot stand in an expectation.
  private func expect(
    _ holds: Bool, _ wanted: Bool, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(holds == wanted, sourceLocation: sourceLocation)
  }

  @Test("A user's: by the owner at this moment")
  func user() throws {
    let child = try PlainChild("/bin/sleep", ["100"])
    let key = try key(child.pid)
    var own = ScopeProof(.user(geteuid()), root: try ProcRoot(), capacity: 4)
    var other = ScopeProof(.user(geteuid() + 1), root: try ProcRoot(), capacity: 4)
    own.prepare(key)
    other.prepare(key)
    expect(own.holds(key), true)
    expect(other.holds(key), false)
    child.kill()
    expect(own.holds(key), false)
  }

  @Test(
    "A control group's: by a file that is kept, also when the process is moved, or ends",
    .enabled(if: MemoryCgroup.isPossible, "needs a memory cgroup v1"))
  func cgroup() throws {
    let root = try ProcRoot()
    let mount = try #require(CgroupMount.find(root))
    let inside = try MemoryCgroup(limit: 64 << 20)
    let outside = try MemoryCgroup(limit: 64 << 20)
    let child = try PlainChild("/bin/sleep", ["100"])
    let key = try key(child.pid)
    var proof = ScopeProof(.cgroup(inside.path(in: mount.point)), root: root, capacity: 4)
    expect(proof.holds(key), false)
    proof.prepare(key)
    expect(proof.holds(key), false)
    try inside.add(child.pid)
    expect(proof.holds(key), true)
    try outside.add(child.pid)
    expect(proof.holds(key), false)
    try inside.add(child.pid)
    expect(proof.holds(key), true)
    child.kill()
    expect(proof.holds(key), false)
    proof.forget(key)
    expect(proof.holds(key), false)
  }

  @Test("A name that only begins so is another group")
  func names() throws {
    let tree = try FixtureTree()
    for (pid, path) in [(Int32(10), "/a"), (11, "/a/b"), (12, "/ab"), (13, "/"), (14, "/b/a")] {
      try tree.add(FixtureProcess(pid: pid))
      try tree.write("\(pid)/cgroup", "4:memory:\(path)\n0::/x\n")
    }
    var proof = ScopeProof(.cgroup("/a"), root: try ProcRoot(path: tree.path), capacity: 8)
    let held = (Int32(10)...14).filter { pid in
      let key = ProcessKey(pid: pid, startTime: 1000)
      proof.prepare(key)
      return proof.holds(key)
    }
    #expect(held == [10, 11])
  }
}
