import LMKCore

/// /proc/PID/stat: `pid (comm) state ppid …`, one line.
///
/// comm may hold any byte but NUL, `)` and newline too; what follows the last `)` is numbers only,
/// so that is where the fields begin.
public enum StatParser {
  public struct Stat: Hashable, Sendable {
    /// Field 1.
    public var pid: Int32
    /// Field 2, cut to 16 bytes (a kernel thread's may be longer).
    public var name: ProcessName
    /// Field 3.
    public var state: ProcessState
    /// Field 4.
    public var parent: Int32
    /// Field 5; 0 for a group of another pid namespace.
    public var processGroup: Int32
    /// Field 9, `PF_…` of the kernel's sched.h.
    public var flags: UInt64
    /// Fields 14 and 15 (utime, stime) together, in clock ticks.
    public var cpuTicks: UInt64
    /// Field 20; 0 when the last thread has been released.
    public var threadCount: Int32
    /// Field 22, in clock ticks since boot.
    public var startTime: UInt64

    /// `PF_KTHREAD`.
    public var isKernelThread: Bool { flags & 0x20_0000 != 0 }
    /// The main thread has exited and others run: alive, though statm is all zeros.
    public var isZombieLeader: Bool {
      (state == .zombie || state == .dead) && threadCount > 1
    }
  }

  /// - Parameter bytes: the whole file.
  /// - Returns: `nil` if anything up to field 22 is missing, cut off, or no number in its range.
  ///   O(bytes); allocates nothing.
  public static func parse(_ bytes: UnsafeRawBufferPointer) -> Stat? {
    var index = 0
    guard let pid = bytes.unsigned(&index).flatMap(Int32.init(exactly:)),
      index + 1 < bytes.count, bytes[index] == 0x20, bytes[index + 1] == UInt8(ascii: "(")
    else { return nil }
    let nameStart = index + 2
    var close = bytes.count - 1
    while close >= nameStart, bytes[close] != UInt8(ascii: ")") { close -= 1 }
    guard close >= nameStart else { return nil }

    index = close + 1
    bytes.skipBlanks(&index)
    let letter = bytes.word(&index)
    guard letter.count == 1, isLetter(bytes[letter.lowerBound]),
      let parent = field(bytes, &index).flatMap(Int32.init(exactly:)),
      let processGroup = field(bytes, &index).flatMap(Int32.init(exactly:)),
      pass(bytes, &index, fields: 3),
      let flags = field(bytes, &index).flatMap(UInt64.init(exactly:)),
      pass(bytes, &index, fields: 4),
      let user = field(bytes, &index).flatMap(UInt64.init(exactly:)),
      let system = field(bytes, &index).flatMap(UInt64.init(exactly:)),
      pass(bytes, &index, fields: 4),
      let threads = field(bytes, &index).flatMap(Int32.init(exactly:)),
      pass(bytes, &index, fields: 1)
    else { return nil }
    bytes.skipBlanks(&index)
    guard let startTime = bytes.unsigned(&index), bytes[index] <= 0x20 else { return nil }

    return Stat(
      pid: pid, name: ProcessName(bytes: bytes[nameStart..<close]),
      state: ProcessState(rawValue: bytes[letter.lowerBound]), parent: parent,
      processGroup: processGroup, flags: flags, cpuTicks: user &+ system, threadCount: threads,
      startTime: startTime)
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
  }

  private static func field(_ bytes: UnsafeRawBufferPointer, _ index: inout Int) -> Int? {
    bytes.skipBlanks(&index)
    guard let value = bytes.signed(&index), bytes[index] <= 0x20 else { return nil }
    return value
  }

  /// Passes numbers that nobody asks for. Some are above `Int.max`, so they are not read.
  private static func pass(
    _ bytes: UnsafeRawBufferPointer, _ index: inout Int, fields: Int
  ) -> Bool {
    for _ in 0..<fields {
      bytes.skipBlanks(&index)
      if bytes.word(&index).isEmpty { return false }
    }
    return true
  }
}

/// /proc/PID/statm: `size resident shared text lib data dt`, in pages.
public enum StatmParser {
  public struct Statm: Hashable, Sendable {
    /// Field 2.
    public var rssPages: Int
    /// Field 3: file and shmem pages among the resident ones.
    public var sharedPages: Int
  }

  /// - Returns: `nil` if a field is missing, cut off, no number, or above 2⁴² pages.
  public static func parse(_ bytes: UnsafeRawBufferPointer) -> Statm? {
    var index = 0
    bytes.skipBlanks(&index)
    guard bytes.unsigned(&index) != nil, bytes[index] <= 0x20,
      let resident = bytes.pages(&index), resident <= 1 << 42, bytes[index] <= 0x20,
      let shared = bytes.pages(&index), shared <= 1 << 42, bytes[index] <= 0x20
    else { return nil }
    return Statm(rssPages: resident, sharedPages: shared)
  }
}

/// /proc/PID/oom_score_adj: one number.
public enum AdjParser {
  /// - Returns: `nil` if it is cut off, no number, or outside −1000…1000.
  public static func parse(_ bytes: UnsafeRawBufferPointer) -> OOMScoreAdj? {
    var index = 0
    bytes.skipBlanks(&index)
    guard let value = bytes.signed(&index), bytes[index] <= 0x20 else { return nil }
    return OOMScoreAdj(value)
  }
}
