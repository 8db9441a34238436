import LMKCore
import LMKLinux
import Synchronization

/// Closes the tracepoints and opens them anew, on a thread of its own: closing takes the kernel
/// 0.1 s of waiting, opening about a millisecond for each CPU.
///
/// First it closes, then it opens: two sets at once might be more locked memory than an ordinary
/// user may have. What happens in between is not told.
final class TracepointRenewal: @unchecked Sendable {
  private let wake: EventDescriptor
  private let isDone = Atomic<Bool>(false)
  // The thread's until `isDone`, then the engine's.
  private var tracepoints: Tracepoints?
  private var refusal: TracepointsError?

  init() throws(Errno) { wake = try EventDescriptor() }

  /// Readable when it is done.
  var raw: Int32 { wake.raw }

  /// Takes the old tracepoints and starts the thread.
  /// - Throws: what startThread says; then `take` gives the old ones back.
  func start(_ old: consuming Tracepoints) throws(Errno) {
    tracepoints = consume old
    try startThread(name: "lmktop-events", stackBytes: 512 * 1024) { [self] in
      tracepoints = nil
      do throws(TracepointsError) {
        tracepoints = try Tracepoints.open()
      } catch {
        refusal = error
      }
      isDone.store(true, ordering: .releasing)
      wake.signal()
    }
  }

  /// `false`: the thread is still at work, and `take` must not be called.
  var hasEnded: Bool { isDone.load(ordering: .acquiring) }

  /// - Throws: why there are none.
  func take() throws(TracepointsError) -> Tracepoints? {
    if let refusal { throw refusal }
    return tracepoints.take()
  }
}
