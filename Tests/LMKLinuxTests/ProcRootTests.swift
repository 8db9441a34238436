import Foundation
import LMKCore
import LMKLinux
import LMKTestSupport
import Testing

@Suite("The root of what is shown")
struct ProcRootTests {
  @Test("A captured tree is taken, and is never live")
  func captured() throws {
    let tree = try FixtureTree()
    let root = try ProcRoot(path: tree.path)
    #expect(!root.isLive)
    #expect(!root.liveCapability.isAvailable)
    #expect(root.liveCapability.reason.contains("captured"))
  }

  @Test("This machine's /proc is live", arguments: ["/proc", "/proc/"])
  func live(path: String) throws {
    let root = try ProcRoot(path: path)
    #expect(root.isLive)
    #expect(root.liveCapability == Capability(.live, isAvailable: true))
  }

  @Test("/proc by another way counts as captured: what cannot be proved live cannot be killed")
  func byAnotherWay() throws {
    #expect(try ProcRoot(path: "/proc/self/root/proc").isLive == false)
  }

  @Test("A folder that cannot serve says why in one sentence")
  func errors() throws {
    let tree = try FixtureTree()
    try tree.write("file", "")
    #expect(throws: ProcError.notThere(path: "\(tree.path)/none")) {
      try ProcRoot(path: "\(tree.path)/none")
    }
    #expect(throws: ProcError.notFolder(path: "\(tree.path)/file")) {
      try ProcRoot(path: "\(tree.path)/file")
    }
    try tree.remove("vmstat")
    #expect(throws: ProcError.notProc(path: tree.path)) { try ProcRoot(path: tree.path) }
    #expect("\(ProcError.notProc(path: "/x"))" == "/x is not a proc tree: it has no vmstat")
  }

  @Test(
    "A folder that we may not enter is refused as such",
    .enabled(if: geteuid() != 0, "root may enter every folder"))
  func denied() throws {
    let tree = try FixtureTree()
    chmod(tree.path, 0)
    defer { chmod(tree.path, 0o700) }
    #expect(throws: ProcError.self) { try ProcRoot(path: tree.path) }
  }

  @Test("hidepid is found among the mounts, and judged by who we are")
  func hidepid() {
    func mount(_ options: String) -> ProcVisibility.Mount? {
      let text = """
        22 27 0:21 / /other rw - proc proc rw,hidepid=2
        23 27 0:22 / /proc rw,relatime shared:5 - proc proc \(options)
        24 27 0:23 / /proc/sys rw - tmpfs tmpfs rw,hidepid=2

        """
      return ProcVisibility.mount(on: "/proc", in: Array(text.utf8))
    }
    #expect(mount("rw")?.hiding == .nothing)
    #expect(mount("rw,hidepid=0")?.hiding == .nothing)
    #expect(mount("rw,hidepid=1")?.hiding == .access)
    #expect(mount("rw,gid=27,hidepid=noaccess")?.group == 27)
    #expect(mount("rw,hidepid=2")?.hiding == .existence)
    #expect(mount("rw,hidepid=invisible")?.hiding == .existence)
    #expect(mount("rw,hidepid=4")?.hiding == .untraceable)
    #expect(mount("rw,hidepid=ptraceable")?.hiding == .untraceable)
    #expect(ProcVisibility.mount(on: "/nowhere", in: []) == nil)
  }

  @Test("A captured tree hides nothing")
  func capturedVisibility() throws {
    let tree = try FixtureTree()
    #expect(ProcVisibility.check(try ProcRoot(path: tree.path)).isAvailable)
  }
}
