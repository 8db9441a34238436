import Foundation
import LMKCore
import LMKLinux
import LMKTestSupport
import Testing

@testable import LMKEngine

/// A FIFO in the place of cmdline blocks whoever opens it, as a locked memory map does.
@Suite("Command lines by a worker with a deadline", .serialized)
struct CommandLinesTests {
  private func tree(_ pids: ClosedRange<Int32>, hanging: Set<Int32>) throws -> FixtureTree {
    let tree = try FixtureTree()
    for pid in pids {
      var process = FixtureProcess(pid: pid, name: "p\(pid)")
      process.startTime = UInt64(pid)
      try tree.add(process)
      if hanging.contains(pid) {
        #expect(mkfifo("\(tree.path)/\(pid)/cmdline", 0o600) == 0)
      } else {
        try tree.write("\(pid)/cmdline", "program\0--number\0\(pid)\0")
      }
    }
    return tree
  }

  private func key(_ pid: Int32) -> ProcessKey { ProcessKey(pid: pid, startTime: UInt64(pid)) }

  /// Waits as the screen does, until the condition holds.
  private func collect(
    _ lines: CommandLines, until isEnough: ([CommandLines.Answer]) -> Bool
  ) throws -> [CommandLines.Answer] {
    var answers: [CommandLines.Answer] = []
    var epoll = try Epoll()
    try epoll.add(lines.wakeDescriptor, .readable, token: 0)
    for _ in 0..<600 where !isEnough(answers) {
      try epoll.wait(timeoutMilliseconds: 20)
      lines.collect(at: MonotonicClock.now()) { answers.append($0) }
    }
    return answers
  }

  /// Lets whoever waits for the FIFO go on.
  private func release(_ pid: Int32, in tree: FixtureTree, saying words: String = "") {
    let writer = open("\(tree.path)/\(pid)/cmdline", O_WRONLY | O_NONBLOCK)
    guard writer >= 0 else { return }
    _ = write(writer, words, words.utf8.count)
    close(writer)
  }

  @Test("What is asked for is answered, with the name that goes with it")
  func answers() throws {
    let tree = try tree(10...40, hanging: [])
    let lines = try CommandLines(root: try ProcRoot(path: tree.path))
    for pid in Int32(10)...40 { #expect(lines.ask(key(pid))) }
    #expect(lines.ask(ProcessKey(pid: 10, startTime: 99)))
    let answers = try collect(lines) { $0.count == 32 }
    #expect(
      answers.first
        == .init(
          key: key(10),
          outcome: .read(.init(name: ProcessName("p10"), line: "program --number 10"))))
    #expect(Set(answers.map(\.key)).count == 32)
    // Another process's pid by now.
    #expect(answers.last?.outcome == .gone)
  }

  @Test("A read that hangs is given up; those behind it are answered by another worker")
  func deadline() throws {
    let tree = try tree(10...14, hanging: [11])
    let lines = try CommandLines(root: try ProcRoot(path: tree.path))
    defer { release(11, in: tree) }
    let began = MonotonicClock.now()
    for pid in Int32(10)...14 { #expect(lines.ask(key(pid))) }
    // Asking has waited for nothing.
    #expect(began.duration(to: MonotonicClock.now()) < CommandLines.deadline)
    let answers = try collect(lines) { $0.count == 5 }
    #expect(began.duration(to: MonotonicClock.now()) >= CommandLines.deadline)
    #expect(answers.filter { $0.outcome == .hanging }.map(\.key) == [key(11)])
    let read = answers.filter {
      if case .read = $0.outcome { true } else { false }
    }
    #expect(Set(read.map(\.key.pid)) == [10, 12, 13, 14])
    #expect(lines.hungCount == 1)
    // It comes back after all: its answer counts, and its thread ends.
    release(11, in: tree, saying: "late\0answer\0")
    let late = try collect(lines) { _ in lines.hungCount == 0 }
    #expect(
      late == [
        .init(
          key: key(11), outcome: .read(.init(name: ProcessName("p11"), line: "late answer")))
      ])
  }

  @Test("With three that hang nobody asks any more, until one comes back")
  func limit() throws {
    let tree = try tree(10...15, hanging: [10, 11, 12])
    let lines = try CommandLines(root: try ProcRoot(path: tree.path))
    defer { for pid in Int32(10)...12 { release(pid, in: tree) } }
    for pid in Int32(10)...14 { #expect(lines.ask(key(pid))) }
    let answers = try collect(lines) { $0.count == 5 }
    #expect(answers.map(\.outcome) == [.hanging, .hanging, .hanging, .unread, .unread])
    #expect(lines.hungCount == CommandLines.hungLimit)
    #expect(!lines.ask(key(15)))
    release(11, in: tree)
    _ = try collect(lines) { _ in lines.hungCount == 2 }
    #expect(lines.ask(key(15)))
    let last = try collect(lines) { !$0.isEmpty }
    #expect(last.map(\.key) == [key(15)])
  }

  @Test("More questions than the queue holds are refused, not lost")
  func full() throws {
    let tree = try tree(10...90, hanging: [10])
    let lines = try CommandLines(root: try ProcRoot(path: tree.path))
    defer { release(10, in: tree) }
    let taken = (Int32(10)...90).filter { lines.ask(key($0)) }
    #expect(taken.count == CommandLines.capacity)
    let answers = try collect(lines) { $0.count == taken.count }
    #expect(Set(answers.map(\.key.pid)) == Set(taken))
  }
}
