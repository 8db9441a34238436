import LMKCore

/// The memory lines of /proc/PID/status that no faster file tells: `VmPTE:\t      44 kB`.
public enum StatusParser {
  public struct Status: Hashable, Sendable {
    /// `VmSwap`, kB. Swap entries, not bytes in use on the device.
    public var swapKiB = 0
    /// `VmPTE`, kB: the page tables of every level since Linux 4.15.
    public var pageTableKiB = 0
  }

  /// - Parameter bytes: the whole file; a last line that is cut off does not count.
  /// - Returns: zeros for a process without memory, which has no such lines. O(bytes).
  public static func parse(_ bytes: UnsafeRawBufferPointer) -> Status {
    var status = Status()
    var index = 0
    while index < bytes.count {
      let word = bytes.word(&index)
      if bytes.equals(word, "VmSwap:") {
        status.swapKiB = bytes.wholePages(&index) ?? 0
      } else if bytes.equals(word, "VmPTE:") {
        status.pageTableKiB = bytes.wholePages(&index) ?? 0
      }
      guard bytes.skipLine(&index) else { break }
    }
    return status
  }
}
