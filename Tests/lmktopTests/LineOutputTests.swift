import Foundation
import Testing

@testable import lmktop

/// What a guard says, to readers of all kinds.
@Suite("Lines for a reader who may sleep")
struct LineOutputTests {
  private struct Pipe {
    let reading: Int32
    let writing: Int32

    init() throws {
      var ends: [Int32] = [0, 0]
      try #require(pipe(&ends) == 0)
      (reading, writing) = (ends[0], ends[1])
      _ = fcntl(reading, F_SETFL, O_NONBLOCK)
    }

    /// What has come, as lines.
    func read() -> [String] {
      var all: [UInt8] = []
      var buffer = [UInt8](repeating: 0, count: 65_536)
      while true {
        let count = Foundation.read(reading, &buffer, buffer.count)
        guard count > 0 else { break }
        all += buffer[..<count]
      }
      return String(decoding: all, as: UTF8.self).split(separator: "\n").map(String.init)
    }
  }

  private func lost(_ count: Int) -> [UInt8] { Array("lost \(count)\n".utf8) }

  @Test("Lines come out whole and in order")
  func order() throws {
    let pipe = try Pipe()
    var output = try LineOutput(descriptor: pipe.writing)
    output.put(Array("one\n".utf8))
    output.put(Array("two\n".utf8))
    try output.flush(lost: lost)
    #expect(pipe.read() == ["one", "two"])
    close(pipe.reading)
    close(pipe.writing)
  }

  @Test("A reader who sleeps is not waited for; what he missed is counted, and said when he wakes")
  func sleeper() throws {
    let pipe = try Pipe()
    var output = try LineOutput(descriptor: pipe.writing)
    let total = 3000
    for number in 0..<total {
      output.put(Array("\(number) \(String(repeating: "x", count: 90))\n".utf8))
      // Would never return if it waited: the pipe is full after some 600 of them.
      try output.flush(lost: lost)
    }
    var lines: [String] = []
    for _ in 0..<20 {
      lines += pipe.read()
      try output.flush(lost: lost)
    }
    let said = lines.filter { $0.hasPrefix("lost ") }
    #expect(said.count == 1)
    let missed = Int(said.first?.dropFirst(5) ?? "") ?? 0
    #expect(missed > 1000)
    #expect(lines.count - 1 + missed == total)
    let numbers = lines.compactMap { $0.split(separator: " ").first.flatMap { Int($0) } }
    #expect(numbers == Array(0..<numbers.count))
    close(pipe.reading)
    close(pipe.writing)
  }

  @Test("A reader who has gone is no error, and nothing is kept for him")
  func gone() throws {
    let pipe = try Pipe()
    signal(SIGPIPE, SIG_IGN)
    var output = try LineOutput(descriptor: pipe.writing)
    close(pipe.reading)
    for _ in 0..<2000 {
      output.put(Array("nobody reads this\n".utf8))
      try output.flush(lost: lost)
    }
    close(pipe.writing)
  }

  @Test("A file takes everything at once")
  func file() throws {
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "out").path
      let descriptor = open(path, O_WRONLY | O_CREAT, 0o600)
      var output = try LineOutput(descriptor: descriptor)
      output.put(Array("one\n".utf8))
      output.noteLost(3)
      try output.flush(lost: lost)
      #expect(try String(contentsOfFile: path, encoding: .utf8) == "one\nlost 3\n")
      close(descriptor)
    }
  }
}
