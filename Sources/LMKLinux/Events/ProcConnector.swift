import CLinux
import LMKCore

/// Births, execs, renames and ends of processes, as the kernel tells them (netlink's
/// `NETLINK_CONNECTOR`, group `CN_IDX_PROC`).
///
/// The kernel keeps one event for each 832 bytes that it grants, and loses what comes while there
/// is no room. Drain it every 10 to 50 ms rather than at each event: an event costs 5 µs if it
/// wakes us, and 1.3 µs in a batch. Subscribe first, then read /proc, then apply what came in
/// between.
public struct ProcConnector: ~Copyable {
  /// Most messages that one `drain` reads: a batch of recvmmsg(2), about 0.3 ms.
  public static let batchLimit = Int(LMK_BATCH_LIMIT)
  /// Most processes that can be followed at once.
  public static let followLimit = 64
  /// What is asked for by default: room for about 10,000 events where it can be forced.
  public static let usualReceiveBufferBytes = 4 << 20

  private let descriptor: FileDescriptor
  private let batch: OpaquePointer
  private var ledger: SequenceLedger
  private var followed: ContiguousArray<Int32> = []
  /// What the kernel granted, as getsockopt(2) tells it: twice the bytes that were asked for.
  public let receiveBufferBytes: Int

  /// Subscribes. Non-blocking, close-on-exec.
  /// - Parameter receiveBufferBytes: asked for with `SO_RCVBUFFORCE`, which takes CAP_NET_ADMIN,
  ///   else with `SO_RCVBUF`, which is granted up to net.core.rmem_max. At least 1,152 are given.
  /// - Throws: EPROTONOSUPPORT without CONFIG_CONNECTOR; EPERM before 6.6 without CAP_NET_ADMIN;
  ///   ECONNREFUSED outside the initial network namespace; ENOMEM. That it does not throw does not
  ///   mean that events arrive: see `probe`.
  public init(receiveBufferBytes: Int = Self.usualReceiveBufferBytes) throws(Errno) {
    var granted: Int32 = 0
    let descriptor = FileDescriptor(
      taking: try System.check(
        lmk_connector_open(Int32(clamping: receiveBufferBytes), &granted)))
    try System.check(lmk_connector_listen(descriptor.raw, 1))
    guard let batch = lmk_batch_make() else { throw .outOfMemory }
    self.descriptor = descriptor
    self.batch = batch
    self.receiveBufferBytes = Int(granted)
    ledger = SequenceLedger(processors: 64)
    followed.reserveCapacity(Self.followLimit)
  }

  deinit {
    // Nothing can be done if it is refused. From 6.6 closing alone would do.
    _ = lmk_connector_listen(descriptor.raw, 0)
    lmk_batch_free(batch)
  }

  /// For epoll, `.readable`; also `.fault` when events were lost: `drain` tells.
  public var raw: Int32 { descriptor.raw }

  /// From now on, ends of threads of this process are told, as `threadExited`: for one whose
  /// leader has exited while others run on. Nothing to do if `followLimit` are followed already,
  /// or it is one of them.
  public mutating func follow(_ pid: Int32) {
    guard followed.count < Self.followLimit, !followed.contains(pid) else { return }
    followed.append(pid)
  }

  /// The end of `follow`.
  public mutating func unfollow(_ pid: Int32) { followed.removeAll { $0 == pid } }

  /// Reads what has come, at most `batchLimit` messages, and hands on each event, in the order of
  /// the kernel. Never waits; allocates nothing.
  /// - Throws: what recvmmsg(2) says, but for EAGAIN and for ENOBUFS, which is an overrun.
  public mutating func drain(
    into receive: (ProcRecord) -> Void
  ) throws(Errno) -> Drained {
    var drained = Drained()
    guard let count = try receiveBatch(&drained) else { return drained }
    drained.messages = count
    drained.hasMore = count == Self.batchLimit
    for index in 0..<count {
      var length = 0
      let start = lmk_batch_datagram(batch, Int32(index), &length)
      // Not the kernel's own: nothing of ours is missing.
      guard length > 0 else { continue }
      let bytes = UnsafeRawBufferPointer(start: start, count: min(length, Int(LMK_BATCH_SLOT)))
      switch ProcEventParser.parse(bytes) {
      case .malformed: drained.malformed += 1
      case .message(let message):
        drained.missing += ledger.note(cpu: message.cpu, sequence: message.sequence)
        switch message.subject {
        case .event(let event): receive(ProcRecord(at: message.at, event: event))
        case .threadExit(let process):
          if !followed.isEmpty, followed.contains(process) {
            receive(ProcRecord(at: message.at, event: .threadExited(process)))
          }
        case .nothing: break
        }
      }
    }
    return drained
  }

  /// `nil`: there is nothing to read.
  private func receiveBatch(_ drained: inout Drained) throws(Errno) -> Int? {
    // An overrun is told once, before what was kept; then that can be read.
    for _ in 0..<2 {
      do {
        return Int(try System.check(lmk_batch_receive(batch, descriptor.raw)))
      } catch .again {
        return nil
      } catch .noBuffers {
        drained.overruns += 1
      }
    }
    drained.hasMore = true
    return nil
  }
}
