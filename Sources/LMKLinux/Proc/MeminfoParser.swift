import LMKCore

/// /proc/meminfo: lines `Name:  value kB`.
public enum MeminfoParser {
  /// The lines that are read.
  public enum Line: Int, Sendable, CaseIterable, CustomStringConvertible {
    case memTotal, memAvailable, swapTotal, swapFree, swapCached, hugetlb, hugePagesTotal
    case hugePageSize

    /// Its absence is a defect. SwapCached only stands in for an old vmstat; Hugetlb is from 4.18
    /// and the other two have to do instead.
    var isRequired: Bool {
      switch self {
      case .memTotal, .memAvailable, .swapTotal, .swapFree: true
      case .swapCached, .hugetlb, .hugePagesTotal, .hugePageSize: false
      }
    }

    /// The line's name in the file.
    public var description: String { String("\(label)".dropLast()) }

    fileprivate var label: StaticString {
      switch self {
      case .memTotal: "MemTotal:"
      case .memAvailable: "MemAvailable:"
      case .swapTotal: "SwapTotal:"
      case .swapFree: "SwapFree:"
      case .swapCached: "SwapCached:"
      case .hugetlb: "Hugetlb:"
      case .hugePagesTotal: "HugePages_Total:"
      case .hugePageSize: "Hugepagesize:"
      }
    }
  }

  /// What is wrong with the file; the first that was found counts.
  public enum Defect: Hashable, Sendable, CustomStringConvertible {
    case missing(Line)
    /// The line stands there twice: neither counts.
    case doubled(Line)
    /// Not `value kB` and the end of the line.
    case malformed(Line)
    case availableAboveTotal
    case swapFreeAboveTotal

    public var description: String {
      switch self {
      case .missing(let line): "\(line) is missing"
      case .doubled(let line): "\(line) stands there twice"
      case .malformed(let line): "\(line) is not a number of kB"
      case .availableAboveTotal: "MemAvailable is above MemTotal"
      case .swapFreeAboveTotal: "SwapFree is above SwapTotal"
      }
    }
  }

  /// Values in kB as the file has them, but for HugePages_Total; `nil`: not there, or refused.
  struct Values {
    private var numbers = InlineArray<8, Int>(repeating: 0)
    private var there: UInt8 = 0

    subscript(line: Line) -> Int? {
      get { there & 1 << line.rawValue != 0 ? numbers[line.rawValue] : nil }
      set {
        numbers[line.rawValue] = newValue ?? 0
        there = newValue == nil ? there & ~(1 << line.rawValue) : there | 1 << line.rawValue
      }
    }
  }

  /// Fills the meminfo part of `reading`; what is missing or refused becomes 0.
  /// O(bytes); allocates nothing.
  /// - Parameters:
  ///   - bytes: the whole file. A last line without a newline is taken for cut off.
  ///   - pageSize: in bytes.
  /// - Returns: the first defect; `nil`: all is well.
  public static func parse(
    _ bytes: UnsafeRawBufferPointer, pageSize: Int, into reading: inout MemoryReading
  ) -> Defect? {
    var (values, defect) = values(bytes)
    if defect == nil {
      defect = Line.allCases.first { $0.isRequired && values[$0] == nil }.map(Defect.missing)
    }
    if let total = values[.memTotal], let available = values[.memAvailable], available > total {
      values[.memAvailable] = nil
      defect = defect ?? .availableAboveTotal
    }
    if let total = values[.swapTotal], let free = values[.swapFree], free > total {
      values[.swapFree] = nil
      defect = defect ?? .swapFreeAboveTotal
    }
    func pages(_ line: Line) -> Int { (values[line] ?? 0) * 1024 / pageSize }
    reading.totalPages = pages(.memTotal)
    reading.availablePages = pages(.memAvailable)
    reading.swapTotalPages = pages(.swapTotal)
    reading.swapFreePages = pages(.swapFree)
    reading.hugetlbPages =
      values[.hugetlb] != nil
      ? pages(.hugetlb)
      : min(values[.hugePagesTotal] ?? 0, 1 << 20) * pages(.hugePageSize)
    return defect
  }

  /// `SwapCached` in pages, for kernels whose vmstat does not have it (before 5.12).
  public static func swapCachePages(_ bytes: UnsafeRawBufferPointer, pageSize: Int) -> Int {
    (values(bytes).values[.swapCached] ?? 0) * 1024 / pageSize
  }

  private static func values(
    _ bytes: UnsafeRawBufferPointer
  ) -> (values: Values, defect: Defect?) {
    var values = Values()
    var seen: UInt8 = 0
    var defect: Defect?
    var index = 0
    while index < bytes.count {
      let name = bytes.word(&index)
      let line = line(bytes, name)
      let number = line == nil ? nil : self.number(bytes, &index, of: line!)
      guard bytes.skipLine(&index) else { break }
      guard let line else { continue }
      if seen & 1 << line.rawValue != 0 {
        defect = defect ?? .doubled(line)
        values[line] = nil
      } else {
        seen |= 1 << line.rawValue
        values[line] = number
        if number == nil { defect = defect ?? .malformed(line) }
      }
    }
    return (values, defect)
  }

  private static func line(_ bytes: UnsafeRawBufferPointer, _ name: Range<Int>) -> Line? {
    guard name.count >= 8 else { return nil }
    let first = bytes[name.lowerBound]
    // M, S, H: the beginnings of the lines above.
    guard first == 0x4D || first == 0x53 || first == 0x48 else { return nil }
    for raw in 0..<8 {
      let line = Line(rawValue: raw)!
      if bytes.equals(name, line.label) { return line }
    }
    return nil
  }

  /// `value kB` and nothing behind it; HugePages_Total has no unit. Below 2⁴⁴ kB, so that no product here overflows.
  private static func number(
    _ bytes: UnsafeRawBufferPointer, _ index: inout Int, of line: Line
  ) -> Int? {
    guard let number = bytes.pages(&index), number < 1 << 44 else { return nil }
    bytes.skipBlanks(&index)
    if line != .hugePagesTotal {
      guard bytes.equals(bytes.word(&index), "kB") else { return nil }
      bytes.skipBlanks(&index)
    }
    return index < bytes.count && bytes[index] == 0x0A ? number : nil
  }
}
