import Foundation
import LMKCore
import LMKLinux
import LMKTestSupport
import Testing

@testable import LMKEngine

/// What a worker reads for the rules, from fixture trees.
@Suite("Which rules match", .serialized)
struct RuleMatcherTests {
  private func rule(_ change: (inout ProcessRule.Match) -> Void) -> ProcessRule {
    var match = ProcessRule.Match()
    change(&match)
    return ProcessRule(label: "r", action: .prefer(weight: 1), match: match)
  }

  private func question(_ pid: Int32, _ name: String, uid: UInt32 = 1000) -> RuleQuestion {
    RuleQuestion(
      key: ProcessKey(pid: pid, startTime: 1000), name: ProcessName(name), uid: uid, number: 1)
  }

  /// A process 10 with all that a rule may ask for; its file is root's.
  private func tree() throws -> FixtureTree {
    let tree = try FixtureTree()
    try tree.add(FixtureProcess(pid: 10, name: "sshd"))
    try tree.write("10/cmdline", "/usr/sbin/sshd\0-D\0")
    try tree.write("10/cgroup", "0::/system.slice/ssh.service\n")
    try FileManager.default.createSymbolicLink(
      atPath: "\(tree.path)/10/exe", withDestinationPath: "/bin/sh")
    return tree
  }

  private func matching(
    _ rules: [ProcessRule], _ question: RuleQuestion, in tree: FixtureTree
  ) throws -> UInt64 {
    var matcher = RuleMatcher(
      RuleBook(rules: rules), root: try ProcRoot(path: tree.path),
      users: UserNames(contents: Array("luca:x:1000:\n".utf8)))
    return matcher.effect(of: question).shiftedBy
  }

  @Test("By name, command line, user, control group, unit and file: all that is asked for")
  func everything() throws {
    let tree = try tree()
    let rules = [
      rule { $0.name = "^sshd$" }, rule { $0.command = "sshd -D$" }, rule { $0.user = "^luca$" },
      rule { $0.cgroup = "^/system\\.slice/" }, rule { $0.unit = "^ssh\\.service$" },
      rule { $0.executable = "^/bin/sh$" },
      rule {
        $0.executable = "sh$"
        $0.isRootOwned = true
      },
      rule {
        $0.name = "^sshd$"
        $0.user = "^root$"
      },
      rule { $0.name = "cron" },
    ]
    #expect(try matching(rules, question(10, "sshd"), in: tree) == 0b0111_1111)
    // A user without a name is his number.
    let number = rule { $0.user = "^4711$" }
    #expect(try matching([number], question(10, "sshd", uid: 4711), in: tree) == 1)
  }

  @Test("What cannot be read matches nothing")
  func nothingThere() throws {
    let tree = try FixtureTree()
    try tree.add(FixtureProcess(pid: 10, name: "sshd"))
    let rules = [
      rule { $0.command = "" }, rule { $0.cgroup = "" }, rule { $0.unit = "" },
      rule { $0.executable = "" },
      rule {
        $0.name = "sshd"
        $0.isRootOwned = true
      },
    ]
    #expect(try matching(rules, question(10, "sshd"), in: tree) == 0)
  }

  @Test(
    "A borrowed name does not help: the file must be root's",
    .enabled(if: geteuid() == 0, "only root gives files away"))
  func borrowed() throws {
    let tree = try tree()
    try tree.write("bin/sshd", "x")
    #expect(chown("\(tree.path)/bin/sshd", 4711, 4711) == 0)
    try tree.remove("10/exe")
    try FileManager.default.createSymbolicLink(
      atPath: "\(tree.path)/10/exe", withDestinationPath: "\(tree.path)/bin/sshd")
    let owned = rule {
      $0.executable = "/sshd$"
      $0.isRootOwned = true
    }
    #expect(try matching([owned], question(10, "sshd"), in: tree) == 0)
    #expect(chown("\(tree.path)/bin/sshd", 0, 0) == 0)
    #expect(try matching([owned], question(10, "sshd"), in: tree) == 1)
  }

  @Test("A file that was replaced since is still what it was")
  func deleted() throws {
    let tree = try tree()
    try tree.remove("10/exe")
    try FileManager.default.createSymbolicLink(
      atPath: "\(tree.path)/10/exe", withDestinationPath: "/usr/sbin/sshd (deleted)")
    #expect(try matching([rule { $0.executable = "/sshd$" }], question(10, "sshd"), in: tree) == 1)
  }

  /// A FIFO in the place of cmdline blocks whoever opens it, as a locked memory map does.
  @Test("Where reading hangs, what needs none of it still holds, and others are answered")
  func hanging() throws {
    let tree = try tree()
    try tree.remove("10/cmdline")
    #expect(mkfifo("\(tree.path)/10/cmdline", 0o600) == 0)
    try tree.add(FixtureProcess(pid: 11, name: "other"))
    try tree.write("11/cmdline", "other\0")
    let book = RuleBook(rules: [
      rule { $0.name = "sshd" }, rule { $0.command = "." }, rule { $0.executable = "sh" },
    ])
    var configuration = MonitorConfiguration(
      thresholds: try Thresholds([Level(minfreePages: 1, adj: 0)]))
    configuration.book = book
    let now = MonotonicClock.now()
    var monitor = Monitor(configuration, at: now)
    var effects = Effects()
    for (pid, name) in [(Int32(10), "sshd"), (11, "other")] {
      let key = ProcessKey(pid: pid, startTime: 1000)
      monitor.apply(
        .measured(ProcessReading(key: key, rssPages: 9, name: ProcessName(name))), at: now,
        into: &effects)
    }
    let rules = try Rules(book, root: try ProcRoot(path: tree.path))
    var epoll = try Epoll()
    try epoll.add(rules.wakeDescriptor, .readable, token: 0)
    var told: [Int32: UInt64] = [:]
    var isUnavailable = false
    rules.ask(&monitor)
    for _ in 0..<600 where told.count < 2 {
      try epoll.wait(timeoutMilliseconds: 20)
      rules.collect(at: MonotonicClock.now()) { event in
        switch event {
        case .ruled(let key, let effect, _): told[key.pid] = effect.shiftedBy
        case .capability(let capability): isUnavailable = !capability.isAvailable
        default: Issue.record("\(event)")
        }
      }
      rules.ask(&monitor)
    }
    #expect(told == [10: 0b001, 11: 0b010])
    #expect(isUnavailable)
    let writer = open("\(tree.path)/10/cmdline", O_WRONLY | O_NONBLOCK)
    if writer >= 0 { close(writer) }
  }
}
