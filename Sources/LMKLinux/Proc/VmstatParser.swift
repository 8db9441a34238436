import LMKCore

/// /proc/vmstat: lines `name value`, pages or counts.
public enum VmstatParser {
  /// The lines without which the rule has no terms.
  public enum Required: Int, Sendable, CaseIterable, CustomStringConvertible {
    case free, file, shmem, unevictable, activeFile, inactiveFile

    /// The line's name in the file.
    public var description: String {
      switch self {
      case .free: "nr_free_pages"
      case .file: "nr_file_pages"
      case .shmem: "nr_shmem"
      case .unevictable: "nr_unevictable"
      case .activeFile: "nr_active_file"
      case .inactiveFile: "nr_inactive_file"
      }
    }
  }

  public struct Found: Hashable, Sendable {
    fileprivate var seen: UInt8 = 0
    /// nr_swapcached was there (from 5.12; before, only meminfo has it).
    public fileprivate(set) var hasSwapCache = false

    /// The first line that is missing; `nil`: the rule has all its terms.
    public var missing: Required? { Required.allCases.first { seen & 1 << $0.rawValue == 0 } }
  }

  /// Fills the vmstat part of `reading`. A line that is missing, or whose value is no number,
  /// makes its field 0. O(bytes); allocates nothing.
  /// - Parameter bytes: the whole file. A last line without a newline is taken for cut off.
  public static func parse(
    _ bytes: UnsafeRawBufferPointer, into reading: inout MemoryReading
  ) -> Found {
    var found = Found()
    clear(&reading)
    var index = 0
    while index < bytes.count {
      let name = bytes.word(&index)
      bytes.skipBlanks(&index)
      let number = bytes.unsigned(&index)
      // Only a blank or the end of the line may follow.
      let isWhole = index < bytes.count && bytes[index] <= 0x20
      guard bytes.skipLine(&index) else { break }
      if let number, isWhole { take(bytes, name, number, into: &reading, &found) }
    }
    return found
  }

  private static func clear(_ reading: inout MemoryReading) {
    reading.freePages = 0
    reading.filePages = 0
    reading.shmemPages = 0
    reading.unevictablePages = 0
    reading.swapCachePages = 0
    reading.activeFilePages = 0
    reading.inactiveFilePages = 0
    reading.slabPages = 0
    reading.lockedPages = 0
    reading.anonPages = 0
    reading.fileRefaults = 0
    reading.kernelKills = 0
  }

  private static func take(
    _ bytes: UnsafeRawBufferPointer, _ name: Range<Int>, _ number: UInt64,
    into reading: inout MemoryReading, _ found: inout Found
  ) {
    // Most of some 170 lines end here: the names we know have 7 to 23 bytes and four beginnings.
    guard name.count >= 7, name.count <= 23 else { return }
    // Above any machine's memory: garbage, which must not overflow a sum later on.
    let pages = Int(exactly: number).flatMap { $0 < 1 << 42 ? $0 : nil }
    switch bytes[name.lowerBound] {
    case UInt8(ascii: "n"):
      guard let pages else { return }
      if bytes.equals(name, "nr_free_pages") {
        reading.freePages = pages
        found.saw(.free)
      } else if bytes.equals(name, "nr_file_pages") {
        reading.filePages = pages
        found.saw(.file)
      } else if bytes.equals(name, "nr_shmem") {
        reading.shmemPages = pages
        found.saw(.shmem)
      } else if bytes.equals(name, "nr_unevictable") {
        reading.unevictablePages = pages
        found.saw(.unevictable)
      } else if bytes.equals(name, "nr_active_file") {
        reading.activeFilePages = pages
        found.saw(.activeFile)
      } else if bytes.equals(name, "nr_inactive_file") {
        reading.inactiveFilePages = pages
        found.saw(.inactiveFile)
      } else if bytes.equals(name, "nr_swapcached") {
        reading.swapCachePages = pages
        found.hasSwapCache = true
      } else if bytes.equals(name, "nr_slab_unreclaimable") {
        reading.slabPages = pages
      } else if bytes.equals(name, "nr_anon_pages") {
        reading.anonPages = pages
      } else if bytes.equals(name, "nr_mlock") {
        reading.lockedPages = pages
      }
    case UInt8(ascii: "w"):
      // One count for both kinds before 5.9.
      if bytes.equals(name, "workingset_refault_file") || bytes.equals(name, "workingset_refault") {
        reading.fileRefaults = number
      }
    case UInt8(ascii: "o"):
      if bytes.equals(name, "oom_kill") { reading.kernelKills = number }
    default: break
    }
  }
}

extension VmstatParser.Found {
  fileprivate mutating func saw(_ line: VmstatParser.Required) { seen |= 1 << line.rawValue }
}
