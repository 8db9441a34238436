import CLinux
import LMKCore

/// The memory of one perf ring, mapped for as long as its owner lives.
struct RingMemory: ~Copyable {
  private let memory: UnsafeMutableRawPointer
  private let size: Int

  /// mmap(2), writable: the kernel waits for our tail instead of writing over what is unread.
  /// - Parameter bytes: a power of two of pages.
  /// - Throws: EINVAL for another size; EPERM beyond perf_event_mlock_kb; ENOMEM.
  init(of event: borrowing FileDescriptor, bytes: Int) throws(Errno) {
    var memory: UnsafeMutableRawPointer?
    try System.check(lmk_ring_map(event.raw, bytes, &memory))
    guard let memory else { throw .outOfMemory }
    self.memory = memory
    size = bytes
  }

  deinit { lmk_ring_unmap(memory, size) }

  var data: UnsafeRawBufferPointer { .init(start: lmk_ring_data(memory), count: size) }
  /// How far the kernel has written (acquire).
  var head: UInt64 { lmk_ring_head(memory) }
  /// How far we have read.
  var tail: UInt64 { lmk_ring_tail(memory) }
  /// Gives everything below `tail` back to the kernel (release).
  func advance(to tail: UInt64) { lmk_ring_advance(memory, tail) }
}
