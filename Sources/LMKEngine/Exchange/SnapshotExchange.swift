import LMKCore
import Synchronization

/// Two snapshot buffers between the engine and the screen, which change hands by an atomic word.
///
///     engine ──writes──► back   front ◄──reads── screen
///                          ╲     ╱          the screen takes what is published, and gives up what
///                           ╲   ╱           it had, by one exchange; the engine takes back what
///                            ╲ ╱            was not taken yet, and writes it anew, by another
///
/// No lock: a screen thread that waits for a page must not hold the engine. No copy: each buffer's
/// arrays have one owner, so they are written in place. And no third buffer: of 8,000 processes it
/// would hold 600 KB.
final class SnapshotExchange: @unchecked Sendable {
  /// Set while what is published was not taken.
  private static let fresh: UInt32 = 2
  /// Which of the two is the screen's; the other one is the engine's, unless `fresh`.
  private static let frontMask: UInt32 = 1

  private let buffers: UnsafeMutablePointer<Snapshot>
  private let state = Atomic<UInt32>(0)

  /// - Parameter capacity: room for so many rows in each buffer before it grows.
  init(capacity: Int) {
    buffers = .allocate(capacity: 2)
    for index in 0..<2 {
      var snapshot = Snapshot()
      snapshot.rows.reserveCapacity(capacity)
      snapshot.exposures.reserveCapacity(64)
      snapshot.entries.reserveCapacity(256)
      snapshot.stalls.reserveCapacity(64)
      (buffers + index).initialize(to: snapshot)
    }
  }

  deinit {
    buffers.deinitialize(count: 2)
    buffers.deallocate()
  }

  /// Whether the screen has taken what was published last. Engine's thread.
  var isTaken: Bool { state.load(ordering: .acquiring) & Self.fresh == 0 }

  /// Lets `body` write a snapshot, and publishes it. Engine's thread.
  func publish(_ body: (inout Snapshot) -> Void) {
    // What was not taken is nobody's until it is published again. If the screen takes it just now,
    // the other one is written.
    var front = state.load(ordering: .acquiring)
    if front & Self.fresh != 0 {
      front = state.bitwiseAnd(Self.frontMask, ordering: .acquiringAndReleasing).newValue
    }
    body(&buffers[Int(1 - front)])
    state.store(front | Self.fresh, ordering: .releasing)
  }

  /// Takes the newest snapshot if there is one that was not taken. Screen's thread.
  func take() -> Bool {
    let published = state.load(ordering: .relaxed)
    guard published & Self.fresh != 0 else { return false }
    return state.compareExchange(
      expected: published, desired: 1 - (published & Self.frontMask),
      ordering: .acquiringAndReleasing
    ).exchanged
  }

  /// The snapshot taken last. Nothing of it may be kept beyond `body`. Screen's thread.
  func withSnapshot<Result>(_ body: (borrowing Snapshot) throws -> Result) rethrows -> Result {
    try body(buffers[Int(state.load(ordering: .relaxed) & Self.frontMask)])
  }
}
