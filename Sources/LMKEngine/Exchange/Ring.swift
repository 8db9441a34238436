import Synchronization

/// A bounded queue from one thread to one other. Neither waits: a full ring refuses.
final class Ring<Element: Sendable>: @unchecked Sendable {
  private let slots: UnsafeMutablePointer<Element?>
  private let capacity: Int
  /// Counts up for ever; written by the producer.
  private let written = Atomic<Int>(0)
  /// Counts up for ever; written by the consumer.
  private let read = Atomic<Int>(0)

  init(capacity: Int) {
    self.capacity = capacity
    slots = .allocate(capacity: capacity)
    slots.initialize(repeating: nil, count: capacity)
  }

  deinit {
    slots.deinitialize(count: capacity)
    slots.deallocate()
  }

  /// `false`: the ring is full, and the element was not taken. Producer's thread.
  func push(_ element: Element) -> Bool {
    let position = written.load(ordering: .relaxed)
    guard position - read.load(ordering: .acquiring) < capacity else { return false }
    slots[position % capacity] = element
    written.store(position + 1, ordering: .releasing)
    return true
  }

  /// `nil`: the ring is empty. Consumer's thread.
  func pop() -> Element? {
    let position = read.load(ordering: .relaxed)
    guard position < written.load(ordering: .acquiring) else { return nil }
    let element = slots[position % capacity].take()
    read.store(position + 1, ordering: .releasing)
    return element
  }
}
