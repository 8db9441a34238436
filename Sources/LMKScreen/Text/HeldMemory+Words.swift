import LMKCore

extension HeldMemory {
  /// `shmem 9.08G, slab 1.20G (66% of memory)`: what no kill gives back, the largest first; `nil`:
  /// none of it is large.
  func words(_ size: SizeText) -> String? {
    let named = largest.map { "\($0.rawValue) \(size(self[$0]))" }
    return named.isEmpty ? nil : "\(named.joined(separator: ", ")) (\(share)% of memory)"
  }

  /// The end of a sentence on kills in vain.
  func explanation(_ size: SizeText) -> String {
    words(size).map { "held by \($0), which no kill frees" }
      ?? "and neither shmem, slab, locked memory, hugetlb nor ZFS's ARC is large"
  }
}
