import CLinux
import LMKCore

/// A thread that was started; it runs on by itself (pthread_detach(3)) when its owner ends
/// without `join`.
public struct StartedThread: ~Copyable, Sendable {
  private let identifier: UInt64

  fileprivate init(_ identifier: UInt64) { self.identifier = identifier }

  // It cannot fail: the thread is ours, and neither joined nor detached before.
  deinit { _ = lmk_thread_detach(identifier) }

  /// Waits until the thread has ended (pthread_join(3)).
  public consuming func join() throws(Errno) {
    let thread = identifier
    discard self
    try System.check(lmk_thread_join(thread))
  }
}

private final class ThreadBody: Sendable {
  let run: @Sendable () -> Void
  init(_ run: @escaping @Sendable () -> Void) { self.run = run }
}

/// Starts a thread (pthread_create(3)). It inherits the signal mask and has an alternate signal
/// stack, so that the terminal guard can act even when this thread's stack has overflowed.
/// - Parameters:
///   - name: as top shows it; cut to 15 bytes.
///   - stackBytes: at least what the system asks for. Under `MemoryLock` all of it may count
///     against `RLIMIT_MEMLOCK`: start threads first, and keep stacks small.
/// - Throws: EAGAIN or ENOMEM when there is no room for another thread.
@discardableResult
public func startThread(
  name: String, stackBytes: Int, _ body: @Sendable @escaping () -> Void
) throws(Errno) -> StartedThread {
  let context = Unmanaged.passRetained(ThreadBody(body))
  var identifier: UInt64 = 0
  let result = lmk_thread_start(
    name, stackBytes,
    { context in
      Unmanaged<ThreadBody>.fromOpaque(context!).takeRetainedValue().run()
    }, context.toOpaque(), &identifier)
  if result < 0 { context.release() }
  try System.check(result)
  return StartedThread(identifier)
}
