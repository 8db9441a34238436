import Foundation
import LMKCore
import LMKLinux
import LMKTestSupport
import Testing

@testable import LMKEngine

/// Rules and scopes on the live machine: the engine is disarmed, the processes are the test's.
@Suite("Rules and scopes of an engine", .serialized)
struct RuledEngineTests {
  private func book(_ change: (inout ProcessRule.Match) -> Void) -> RuleBook {
    var match = ProcessRule.Match()
    change(&match)
    return RuleBook(rules: [ProcessRule(label: "mine", action: .protect, match: match)])
  }

  private func standing(_ watched: WatchedEngine, _ pid: Int32) -> Standing? {
    watched.inspect { $0.row(pid)?.standing }
  }

  @Test("A rule protects a process by its command line, and not another")
  func commandLine() async throws {
    let watched = try WatchedEngine(interval: .milliseconds(200)) {
      $0.book = book { $0.command = "^sleep 0*4711$" }
    }
    let one = try PlainChild("/bin/sleep", ["04711"])
    let other = try PlainChild("/bin/sleep", ["04712"])
    try await watched.wait(for: "both") {
      $0.row(one.pid)?.standing == .protected(.rule(0))
        && $0.row(other.pid)?.standing == .candidate
    }
    watched.engine.send(.pin(watched.inspect { $0.row(other.pid)!.candidate.key }))
    try await watched.wait(for: "the pin") {
      $0.row(other.pid)?.standing == .protected(.pin)
        && $0.entries.contains { if case .pinned = $0.kind { true } else { false } }
    }
    // Another book: the old one says nothing any more.
    var rule = Rule(
      thresholds: try Thresholds([Level(minfreePages: 1, adj: 1000)]), fileTerm: .lru,
      rankBasis: .rss, steps: Escalation(grace: .seconds(3)))
    rule.book = book { $0.command = "04712" }
    watched.engine.send(.unpin(watched.inspect { $0.row(other.pid)!.candidate.key }))
    watched.engine.send(.adopt(rule))
    try await watched.wait(for: "the other book") {
      $0.row(one.pid)?.standing == .candidate
        && $0.row(other.pid)?.standing == .protected(.rule(0))
    }
    try watched.stop()
  }

  @Test("A process that runs another program is another to the rules")
  func exec() async throws {
    let watched = try WatchedEngine(interval: .milliseconds(200)) {
      $0.book = book { $0.command = "^sleep 04713$" }
    }
    let child = try PlainChild("/bin/sh", ["-c", "read x; exec sleep 04713"], holdsInput: true)
    try await watched.wait(for: "the shell") { $0.row(child.pid)?.standing == .candidate }
    try child.say("go\n")
    try await watched.wait(for: "the program") {
      $0.row(child.pid)?.standing == .protected(.rule(0))
    }
    try watched.stop()
  }

  @Test("In a subtree's scope all others are outside, and cannot even be bound by hand")
  func subtree() async throws {
    let parent = try PlainChild("/bin/sh", ["-c", "sleep 30 & wait"])
    let stranger = try PlainChild("/bin/sleep", ["04715"])
    var reader = ProcessReader(root: try ProcRoot())
    guard case .read(let reading) = reader.read(pid: parent.pid) else {
      Issue.record("the parent cannot be read")
      return
    }
    let watched = try WatchedEngine(interval: .milliseconds(200)) {
      $0.scope = .subtree(reading.key)
    }
    try await watched.wait(for: "the subtree") {
      $0.rows.contains {
        $0.candidate.parent == parent.pid && $0.standing == .candidate
      } && $0.row(stranger.pid)?.standing == .exempt(.outsideScope)
    }
    let key = watched.inspect { $0.row(stranger.pid)!.candidate.key }
    watched.engine.send(.bind(key))
    watched.engine.send(.signal(key, .terminate))
    for _ in 0..<100 {
      if watched.engine.takeSnapshot(),
        watched.inspect({ $0.binding == .failed(key, .outsideScope) })
      {
        break
      }
      try await Task.sleep(for: .milliseconds(20))
    }
    #expect(watched.inspect { $0.binding } == .failed(key, .outsideScope))
    #expect(stranger.isAlive)
    let orphan = watched.inspect { snapshot in
      snapshot.rows.first { $0.candidate.parent == parent.pid }?.candidate.key.pid
    }
    parent.kill()
    defer { if let orphan { kill(orphan, SIGKILL) } }
    try await watched.wait(for: "the end of the scope") {
      $0.isAvailable(.scope) == false && $0.candidateCount == 0
    }
    try watched.stop()
  }
}
