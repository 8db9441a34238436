import LMKCore

/// /proc/spl/kstat/zfs/arcstats: lines `name type value`, among them `size 4 1073741824`.
public enum ArcstatsParser {
  /// Bytes of ZFS's cache; `nil`: the line is missing or cut off. O(bytes), allocates nothing.
  public static func bytes(_ bytes: UnsafeRawBufferPointer) -> Int? {
    var index = 0
    while index < bytes.count {
      let word = bytes.word(&index)
      if bytes.equals(word, "size") {
        bytes.skipBlanks(&index)
        _ = bytes.word(&index)
        bytes.skipBlanks(&index)
        return bytes.unsigned(&index).flatMap(Int.init(exactly:))
      }
      guard bytes.skipLine(&index) else { return nil }
    }
    return nil
  }
}
