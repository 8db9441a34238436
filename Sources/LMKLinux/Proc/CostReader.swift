import CLinux
import LMKCore

/// What this program costs, and what the kernel's reclaim does beside it, from files that stay open.
/// Three system calls a reading on most machines; allocates nothing.
public struct CostReader: ~Copyable {
  /// −1: it could not be opened.
  private let ownStatm: Int32
  /// schedstat of each kswapd thread: there is one for each memory node.
  private var kswapds: ContiguousArray<Int32> = []
  private var buffer = RawBuffer(capacity: 256)

  /// /proc/self, whichever tree is watched. Where it cannot be opened, resident memory reads 0.
  public init() {
    ownStatm = (try? FileDescriptor.open(path: "/proc/self/statm", .read).release()) ?? -1
  }

  deinit {
    if ownStatm >= 0 { _ = lmk_close(ownStatm) }
    for raw in kswapds { _ = lmk_close(raw) }
  }

  /// Whether kswapd threads are known.
  public var watchesReclaim: Bool { !kswapds.isEmpty }

  /// Goes over to these threads; one that cannot be opened is left out (a kernel without
  /// schedstat has none).
  public mutating func watch(kswapds pids: [Int32], under root: ProcRoot) {
    for raw in kswapds { _ = lmk_close(raw) }
    kswapds.removeAll()
    let path = ProcPath()
    for pid in pids {
      path.set(pid, "schedstat")
      guard let file = try? root.folder.open(at: path.bytes, .read) else { continue }
      kswapds.append(file.release())
    }
  }

  /// - Parameter filesRead: so many files of /proc, by everybody's count.
  public mutating func read(filesRead: UInt64) -> OwnCost {
    var cost = OwnCost(cpu: MonotonicClock.processCPUTime(), filesRead: filesRead)
    if ownStatm >= 0 { cost.residentPages = number(ownStatm, place: 1).map { Int($0) } ?? 0 }
    for raw in kswapds {
      guard let ran = number(raw, place: 0) else { continue }
      cost.kswapd = (cost.kswapd ?? 0) + ran
    }
    return cost
  }

  /// The number at a place of a line of numbers; `nil`: it cannot be read.
  private mutating func number(_ raw: Int32, place: Int) -> UInt64? {
    do {
      try buffer.fillOnce(fromRaw: raw)
    } catch {
      return nil
    }
    let bytes = buffer.contents
    var index = 0
    for _ in 0..<place {
      _ = bytes.unsigned(&index)
      bytes.skipBlanks(&index)
    }
    return bytes.unsigned(&index)
  }
}
