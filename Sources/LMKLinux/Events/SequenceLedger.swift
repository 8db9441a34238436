/// Finds gaps in the numbers that each CPU gives its messages.
///
/// Only a listener without a filter can: the kernel numbers what it did not send, too.
public struct SequenceLedger: Sendable {
  /// The number that comes next, by CPU; `nil`: none was seen yet.
  private var expected: ContiguousArray<UInt32?>
  /// Most CPUs that are kept apart; a number above is not believed (`NR_CPUS` is at most 8192).
  public static let processorLimit = 65536

  /// - Parameter processors: room is made for so many; it grows where there are more.
  public init(processors: Int) {
    expected = ContiguousArray(repeating: nil, count: max(1, min(processors, Self.processorLimit)))
  }

  /// Takes note of a message.
  /// - Returns: how many of the same CPU are missing before it. 0 for its first message, and for
  ///   one that repeats or comes late.
  public mutating func note(cpu: UInt32, sequence: UInt32) -> UInt64 {
    guard cpu < Self.processorLimit else { return 0 }
    let index = Int(cpu)
    if index >= expected.count {
      expected.append(contentsOf: repeatElement(nil, count: index + 1 - expected.count))
    }
    guard let next = expected[index] else {
      expected[index] = sequence &+ 1
      return 0
    }
    let gap = sequence &- next
    // Behind us by the shorter way round: no gap.
    guard gap < 1 << 31 else { return 0 }
    expected[index] = sequence &+ 1
    return UInt64(gap)
  }
}
