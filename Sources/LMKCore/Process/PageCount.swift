/// A number of pages in 32 bits: 0…2³² − 1, which is 16 TiB of 4 KiB pages. What lies outside counts
/// as the nearer end.
struct PageCount: Hashable, Sendable {
  private var bits: UInt32

  init(_ pages: Int) { bits = UInt32(clamping: pages) }

  var pages: Int { Int(bits) }
}
