import LMKCore

/// One datagram of the proc connector. All numbers are native.
///
///      0  nlmsghdr  length u32 · type u16 · flags u16 · seq u32 · pid u32
///     16  cn_msg    idx u32 (1) · val u32 (1) · seq u32 · ack u32 · length u16 · flags u16
///     36  proc_event  what u32 · cpu u32 · time u64 (CLOCK_MONOTONIC, ns) · a union by `what`
///     52  the union:
///         fork  parent pid, parent tgid, child pid, child tgid
///         exec  pid, tgid          uid   pid, tgid, real, effective
///         comm  pid, tgid, 16 bytes         exit  pid, tgid, status, signal, …
public enum ProcEventParser {
  /// What a datagram says.
  public struct Message: Hashable, Sendable {
    /// The CPU that sent it, which numbers its messages.
    public var cpu: UInt32
    public var sequence: UInt32
    public var at: Instant
    public var subject: Subject
  }

  public enum Subject: Hashable, Sendable {
    case event(ProcEvent)
    /// The end of a thread that is not the leader of this process.
    case threadExit(Int32)
    /// About a thread, a session, a tracer, a group, a core dump, or the kernel's answer to
    /// somebody's request to listen, which is numbered like the rest: it only counts.
    case nothing
  }

  public enum Outcome: Hashable, Sendable {
    case message(Message)
    case malformed
  }

  private enum What {
    static let fork: UInt32 = 1
    static let exec: UInt32 = 2
    static let uid: UInt32 = 4
    static let comm: UInt32 = 0x200
    static let exit: UInt32 = 0x8000_0000
  }

  private static let connectorStart = 16
  private static let eventStart = 36
  private static let unionStart = 52

  /// Pure; traps on no input. O(1), allocates nothing.
  public static func parse(_ bytes: UnsafeRawBufferPointer) -> Outcome {
    guard let length = bytes.native(UInt32.self, at: 0), length <= bytes.count,
      length >= unionStart,
      bytes.native(UInt32.self, at: connectorStart) == 1,
      bytes.native(UInt32.self, at: connectorStart + 4) == 1,
      let payload = bytes.native(UInt16.self, at: connectorStart + 16),
      eventStart + Int(payload) <= Int(length), eventStart + Int(payload) >= unionStart
    else { return .malformed }
    let message = UnsafeRawBufferPointer(rebasing: bytes[..<(eventStart + Int(payload))])
    guard let sequence = message.native(UInt32.self, at: connectorStart + 8),
      let what = message.native(UInt32.self, at: eventStart),
      let cpu = message.native(UInt32.self, at: eventStart + 4),
      let time = message.native(Int64.self, at: eventStart + 8)
    else { return .malformed }
    guard let subject = subject(what, message) else { return .malformed }
    return .message(
      Message(
        cpu: cpu, sequence: sequence, at: Instant(nanoseconds: time), subject: subject))
  }

  /// `nil`: cut off.
  private static func subject(_ what: UInt32, _ bytes: UnsafeRawBufferPointer) -> Subject? {
    func word(_ index: Int) -> Int32? { bytes.native(Int32.self, at: unionStart + 4 * index) }
    func unsigned(_ index: Int) -> UInt32? { bytes.native(UInt32.self, at: unionStart + 4 * index) }
    switch what {
    case What.fork:
      guard let parent = word(1), let thread = word(2), let child = word(3) else { return nil }
      return thread == child ? .event(.forked(parent: parent, child: child)) : .nothing
    case What.exec:
      // By the time it is told, a thread that execs has become the leader.
      guard word(0) != nil, let process = word(1) else { return nil }
      return .event(.execed(process))
    case What.uid:
      guard let thread = word(0), let process = word(1), let real = unsigned(2),
        let effective = unsigned(3)
      else { return nil }
      return thread == process
        ? .event(.userChanged(process, real: real, effective: effective)) : .nothing
    case What.comm:
      guard let thread = word(0), let process = word(1), bytes.count >= unionStart + 24 else {
        return nil
      }
      guard thread == process else { return .nothing }
      let name = UnsafeRawBufferPointer(rebasing: bytes[(unionStart + 8)..<(unionStart + 24)])
      return .event(.renamed(process, ProcessName(bytes: name)))
    case What.exit:
      guard let thread = word(0), let process = word(1), let status = word(2) else { return nil }
      return thread == process
        ? .event(.exited(process, status: status)) : .threadExit(process)
    default:
      return .nothing
    }
  }
}
