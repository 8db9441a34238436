import LMKCore

/// /proc/zoneinfo: what the kernel keeps back, zone by zone.
///
///     Node 0, zone   Normal
///       pages free     375
///             boost    0
///             min      49
///             high     73
///             managed  3840
///             protection: (0, 3019, 5067, 5067, 5067)
///       pagesets
///         cpu: 0
///                   count:    10
public enum ZoneinfoParser {
  public struct Zones: Hashable, Sendable {
    /// Σ min(managed, max(protection) + high − boost), in pages: `totalreserve_pages`, which
    /// calculate_totalreserve_pages() computes from the same values and does not export.
    public var reservePages = 0
    /// Σ `managed`, in pages.
    public var managedPages = 0
    /// Σ of the page sets' `count:`, in pages.
    public var pageSetPages = 0
    public var zoneCount = 0

    public init() {}
  }

  private struct Zone {
    var high: Int?
    var boost = 0
    var managed: Int?
    var protection: Int?
  }

  /// - Parameter bytes: the whole file.
  /// - Returns: `nil` if there is no zone, or one whose `high`, `managed` or `protection` is
  ///   missing or no number: then the sum would be too small. A zone without memory (managed 0)
  ///   adds nothing. O(bytes); allocates nothing.
  public static func parse(_ bytes: UnsafeRawBufferPointer) -> Zones? {
    var zones = Zones()
    var zone: Zone?
    var index = 0
    while index < bytes.count {
      bytes.skipBlanks(&index)
      let name = bytes.word(&index)
      if bytes.equals(name, "Node") {
        // `Node 0, zone Normal`, not a `Node 0` of anything else.
        if let ended = zone, !add(ended, to: &zones) { return nil }
        zone = Zone()
      } else if zone != nil {
        if bytes.equals(name, "high") {
          zone?.high = bytes.wholePages(&index)
        } else if bytes.equals(name, "boost") {
          zone?.boost = bytes.wholePages(&index) ?? 0
        } else if bytes.equals(name, "managed") {
          zone?.managed = bytes.wholePages(&index)
        } else if bytes.equals(name, "protection:") {
          zone?.protection = protection(bytes, &index)
        } else if bytes.equals(name, "count:"), let pages = bytes.wholePages(&index) {
          zones.pageSetPages = sum(zones.pageSetPages, pages)
        }
      }
      // The last line was cut: what it said was not taken, and the zone is judged without it.
      guard bytes.skipLine(&index) else { break }
    }
    guard let ended = zone, add(ended, to: &zones) else { return nil }
    return zones
  }

  private static func add(_ zone: Zone, to zones: inout Zones) -> Bool {
    guard let managed = zone.managed, let high = zone.high, let protection = zone.protection
    else { return false }
    zones.zoneCount += 1
    zones.managedPages = sum(zones.managedPages, managed)
    let kept = max(0, sum(protection, high) - zone.boost)
    zones.reservePages = sum(zones.reservePages, min(managed, kept))
    return true
  }

  /// The largest of `(0, 3019, 5067)`; `nil` unless the bracket closes.
  private static func protection(_ bytes: UnsafeRawBufferPointer, _ index: inout Int) -> Int? {
    bytes.skipBlanks(&index)
    guard index < bytes.count, bytes[index] == UInt8(ascii: "(") else { return nil }
    var largest = 0
    while index < bytes.count {
      index += 1
      guard let pages = bytes.pages(&index) else { return nil }
      largest = max(largest, pages)
      if bytes[index] == UInt8(ascii: ")") { return largest }
      guard bytes[index] == UInt8(ascii: ",") else { return nil }
    }
    return nil
  }

  // Garbage may be large; it must not trap.
  private static func sum(_ left: Int, _ right: Int) -> Int {
    let (sum, over) = left.addingReportingOverflow(right)
    return over ? .max : sum
  }
}
