import LMKCore
import Synchronization

/// Three snapshot buffers between the engine and the screen, swapped by an atomic index.
///
///     engine ──writes──► back          front ◄──reads── screen
///                          ╲   middle  ╱
///                           ╲   │ │   ╱     the middle one changes hands by one exchange; a bit
///                            ╲──┘ └──╱      beside its index says that it is newer than front
///
/// No lock: a screen thread that waits for a page must not hold the engine. No copy: each buffer's
/// arrays have one owner, so they are written in place.
final class SnapshotExchange: @unchecked Sendable {
  private static let fresh: UInt32 = 4
  private static let indexMask: UInt32 = 3

  private let buffers: UnsafeMutablePointer<Snapshot>
  private let middle: Atomic<UInt32>
  /// The engine's. Touched by the engine's thread only.
  private var back: UInt32 = 0
  /// The screen's. Touched by the screen's thread only.
  private var front: UInt32 = 2

  /// - Parameter capacity: room for so many rows in each buffer before it grows.
  init(capacity: Int) {
    buffers = .allocate(capacity: 3)
    for index in 0..<3 {
      var snapshot = Snapshot()
      snapshot.rows.reserveCapacity(capacity)
      snapshot.exposures.reserveCapacity(64)
      snapshot.entries.reserveCapacity(256)
      snapshot.stalls.reserveCapacity(64)
      (buffers + index).initialize(to: snapshot)
    }
    middle = Atomic(1)
  }

  deinit {
    buffers.deinitialize(count: 3)
    buffers.deallocate()
  }

  /// Whether the screen has taken what was published last. Engine's thread.
  var isTaken: Bool { middle.load(ordering: .acquiring) & Self.fresh == 0 }

  /// Lets `body` write a snapshot, and publishes it. Engine's thread.
  func publish(_ body: (inout Snapshot) -> Void) {
    body(&buffers[Int(back)])
    let former = middle.exchange(back | Self.fresh, ordering: .acquiringAndReleasing)
    back = former & Self.indexMask
  }

  /// Takes the newest snapshot if there is one that was not taken. Screen's thread.
  func take() -> Bool {
    guard middle.load(ordering: .acquiring) & Self.fresh != 0 else { return false }
    let former = middle.exchange(front, ordering: .acquiringAndReleasing)
    front = former & Self.indexMask
    return true
  }

  /// The snapshot taken last. Nothing of it may be kept beyond `body`. Screen's thread.
  func withSnapshot<Result>(_ body: (borrowing Snapshot) throws -> Result) rethrows -> Result {
    try body(buffers[Int(front)])
  }
}
