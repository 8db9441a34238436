import LMKCore

/// One record of the kernel's log. Its text is borrowed, and valid during the call that gave it.
public struct KernelLogLine {
  /// From the kernel itself: whoever may write to /dev/kmsg can say what it likes, but not this.
  public var isFromKernel: Bool
  public var sequence: UInt64
  /// Microseconds since boot, by a clock that is near CLOCK_MONOTONIC and not the same.
  public var microseconds: UInt64
  /// As the kernel gives it: bytes outside printable ASCII, and backslashes, as `\x1b`.
  public var text: UnsafeRawBufferPointer

  /// A record of /dev/kmsg: `6,339,5140900,-;NET: Registered`, newline, and perhaps lines of
  /// properties that begin with a blank. `nil` for what is none. Pure; traps on no input.
  public init?(_ bytes: UnsafeRawBufferPointer) {
    var index = 0
    guard let prefix = bytes.unsigned(&index), Self.passesComma(bytes, &index),
      let sequence = bytes.unsigned(&index), Self.passesComma(bytes, &index),
      let microseconds = bytes.unsigned(&index),
      let semicolon = bytes[index...].firstIndex(of: UInt8(ascii: ";")),
      let end = bytes[semicolon...].firstIndex(of: UInt8(ascii: "\n"))
    else { return nil }
    // The facility stands above the three bits of the level; the kernel's is 0.
    isFromKernel = prefix < 8
    self.sequence = sequence
    self.microseconds = microseconds
    text = UnsafeRawBufferPointer(rebasing: bytes[(semicolon + 1)..<end])
  }

  private static func passesComma(_ bytes: UnsafeRawBufferPointer, _ index: inout Int) -> Bool {
    guard index < bytes.count, bytes[index] == UInt8(ascii: ",") else { return false }
    index += 1
    return true
  }
}

extension KernelKill {
  /// The kernel's sentence on a kill of its own, from 3.x to 6.18:
  ///
  ///     Out of memory: Killed process 4711 (name) total-vm:10kB, anon-rss:8kB, file-rss:1kB,
  ///     shmem-rss:0kB, UID:1000 pgtables:64kB oom_score_adj:0
  ///     Memory cgroup out of memory: Killed process …
  ///     Killed process …                    (before 4.19, whosever shortage it was)
  ///
  /// `nil` for another sentence, or one that the kernel did not write. Pure; traps on no input;
  /// allocates nothing.
  public init?(_ line: KernelLogLine) {
    guard line.isFromKernel else { return nil }
    self.init(sentence: line.text)
  }

  init?(sentence: UnsafeRawBufferPointer) {
    let scope: Scope
    if sentence.begins(with: "Memory cgroup out of memory") {
      scope = .cgroup
    } else if sentence.begins(with: "Out of memory") {
      scope = .machine
    } else if sentence.begins(with: "Killed process ") {
      scope = .untold
    } else {
      return nil
    }
    guard var index = sentence.end(ofFirst: "Killed process "),
      let number = sentence.unsigned(&index), let pid = Int32(exactly: number),
      sentence.dropping(index).begins(with: " ("),
      // The name may hold parentheses, and even this very text; what follows it cannot.
      let close = sentence.start(ofLast: ") total-vm:"), close >= index + 2
    else { return nil }
    let name = UnsafeRawBufferPointer(rebasing: sentence[(index + 2)..<close])
    self.init(scope: scope, pid: pid, name: ProcessName(bytes: Unescaped(bytes: name)))
    let rest = sentence.dropping(close)
    totalVM = rest.number(after: "total-vm:")
    anonymous = rest.number(after: "anon-rss:")
    file = rest.number(after: "file-rss:")
    shared = rest.number(after: "shmem-rss:")
    pageTables = rest.number(after: "pgtables:")
    uid = rest.number(after: "UID:").flatMap(UInt32.init(exactly:))
    adj = rest.signedNumber(after: "oom_score_adj:").flatMap { OOMScoreAdj($0) }
  }

  /// Bytes with the log's `\x1b` turned back.
  private struct Unescaped: Sequence, IteratorProtocol {
    var bytes: UnsafeRawBufferPointer
    var index = 0

    mutating func next() -> UInt8? {
      guard index < bytes.count else { return nil }
      let byte = bytes[index]
      index += 1
      guard byte == UInt8(ascii: "\\"), index + 2 < bytes.count,
        bytes[index] == UInt8(ascii: "x"), let high = digit(index + 1), let low = digit(index + 2)
      else { return byte }
      index += 3
      return high << 4 | low
    }

    private func digit(_ index: Int) -> UInt8? {
      switch bytes[index] {
      case let byte where byte &- 0x30 < 10: byte - 0x30
      case let byte where byte &- 0x61 < 6: byte - 0x61 + 10
      default: nil
      }
    }
  }
}

extension UnsafeRawBufferPointer {
  fileprivate func begins(with text: StaticString) -> Bool { stands(text, at: 0) }

  private func stands(_ text: StaticString, at offset: Int) -> Bool {
    offset + text.utf8CodeUnitCount <= count
      && equals(offset..<(offset + text.utf8CodeUnitCount), text)
  }

  fileprivate func end(ofFirst text: StaticString) -> Int? {
    indices.first { stands(text, at: $0) }.map { $0 + text.utf8CodeUnitCount }
  }

  fileprivate func start(ofLast text: StaticString) -> Int? {
    indices.last { stands(text, at: $0) }
  }

  /// The number behind a label; the last of a sentence has nothing behind it but its end.
  fileprivate func signedNumber(after label: StaticString) -> Int? {
    guard var index = end(ofFirst: label), index < count else { return nil }
    let isNegative = self[index] == UInt8(ascii: "-")
    if isNegative { index += 1 }
    let start = index
    var value = 0
    while index < count, case let digit = self[index] &- 0x30, digit < 10 {
      guard index - start < 18 else { return nil }
      value = value * 10 + Int(digit)
      index += 1
    }
    return index > start ? (isNegative ? -value : value) : nil
  }

  fileprivate func number(after label: StaticString) -> UInt64? {
    signedNumber(after: label).flatMap(UInt64.init(exactly:))
  }
}
