/// /proc/spl/kstat/zfs/arcstats: lines `name type data`, behind two lines of a head.
public enum ArcstatsParser {
  /// What ZFS's cache gives back when memory is asked for: `size` − `c_min`, in bytes.
  ///
  /// - Parameter bytes: the whole file; a last line that is cut off does not count.
  /// - Returns: 0 if either is missing, or the cache is at its least. O(bytes).
  public static func reclaimableBytes(_ bytes: UnsafeRawBufferPointer) -> Int {
    var size: Int?
    var least: Int?
    var index = 0
    while index < bytes.count {
      let name = bytes.word(&index)
      if bytes.equals(name, "size") {
        size = value(bytes, &index)
      } else if bytes.equals(name, "c_min") {
        least = value(bytes, &index)
      }
      guard bytes.skipLine(&index) else { break }
    }
    guard let size, let least else { return 0 }
    return max(0, size - least)
  }

  private static func value(_ bytes: UnsafeRawBufferPointer, _ index: inout Int) -> Int? {
    guard bytes.pages(&index) != nil else { return nil }
    return bytes.wholePages(&index)
  }
}
