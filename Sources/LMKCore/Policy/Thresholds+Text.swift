extension Thresholds {
  /// Reads `ROW,…`: one to six rows `SIZE:ADJ`, and up to three stall rows `STALL:ADJ`, each with
  /// gates behind it where it has any:
  ///
  ///     2%:0 if swap<=10% and available<=3x, 3%:100, full>=25%/3s:300 if available<=10%
  ///
  /// SIZE is pages (`18432p`), `512KiB`, `64MiB`, `2GiB`, `1TiB` (or just K, M, G, T: binary), or a
  /// share of usable memory (`2%`); fractions with a point are allowed before a unit.
  ///
  /// - Parameters:
  ///   - usablePages: what a share is taken of.
  ///   - ramPages: a row above it is refused; `nil`: not checked.
  ///   - pageSize: bytes.
  /// - Throws: the first defect, with its row and the character at which the row begins.
  public init(
    parsing text: String, usablePages: Int, ramPages: Int?, pageSize: Int
  ) throws(ThresholdsError) {
    var levels: [Level] = []
    var stalls: [StallRow] = []
    var columns: [Int] = []
    var column = 1
    for (index, piece) in text.split(separator: ",", omittingEmptySubsequences: false).enumerated()
    {
      do throws(ThresholdsError.Defect) {
        if let stall = try StallRow(parsing: piece) {
          stalls.append(stall)
        } else {
          columns.append(column)
          levels.append(
            try Self.level(parsing: piece, usablePages: usablePages, pageSize: pageSize))
        }
      } catch {
        throw ThresholdsError(error, row: index + 1, column: column)
      }
      column += piece.count + 1
    }
    do {
      self = try Thresholds(levels, ramPages: ramPages).stalling(stalls)
    } catch {
      throw ThresholdsError(
        error.defect, row: error.row,
        column: columns.indices.contains(error.row - 1) ? columns[error.row - 1] : 1)
    }
  }

  private static func level(
    parsing piece: Substring, usablePages: Int, pageSize: Int
  ) throws(ThresholdsError.Defect) -> Level {
    let (row, gates) = Gates.split(piece)
    guard let colon = row.lastIndex(of: ":") else { throw .missingColon(String(piece)) }
    let size = String(row[..<colon])
    let adjText = String(row[row.index(after: colon)...])
    let pages = try self.pages(parsing: size, usablePages: usablePages, pageSize: pageSize)
    return Level(
      minfreePages: pages, adj: try adj(parsing: adjText), gates: try Gates(parsing: gates))
  }

  /// Reads one adj.
  public static func adj(parsing text: String) throws(ThresholdsError.Defect) -> OOMScoreAdj {
    let trimmed = text.trimmingSpaces
    let digits = trimmed.first == "-" || trimmed.first == "+" ? trimmed.dropFirst() : trimmed[...]
    guard !digits.isEmpty, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
      throw .notAnAdj(trimmed)
    }
    guard let value = Int(trimmed), let adj = OOMScoreAdj(value) else {
      throw .adjOutOfRange(trimmed)
    }
    return adj
  }

  /// Reads one size and gives pages, rounded to the nearest; see `init(parsing:…)` for the forms.
  public static func pages(
    parsing text: String, usablePages: Int, pageSize: Int
  ) throws(ThresholdsError.Defect) -> Int {
    let trimmed = text.trimmingSpaces
    var rest = trimmed[...]
    let isNegative = rest.first == "-"
    if isNegative { rest = rest.dropFirst() }
    let number = rest.prefix { ("0"..."9").contains($0) || $0 == "." }
    let parts = number.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count <= 2, parts.allSatisfy({ !$0.isEmpty }), let value = Double(number) else {
      throw .notASize(trimmed)
    }
    let pages: Double
    switch rest.dropFirst(number.count) {
    case "p":
      guard parts.count == 1 else { throw .notASize(trimmed) }
      pages = value
    case "%": pages = value * Double(usablePages) / 100
    case "B": pages = value / Double(pageSize)
    case "K", "KiB", "k": pages = value * 1024 / Double(pageSize)
    case "M", "MiB", "m": pages = value * 1_048_576 / Double(pageSize)
    case "G", "GiB", "g": pages = value * 1_073_741_824 / Double(pageSize)
    case "T", "TiB", "t": pages = value * 1_099_511_627_776 / Double(pageSize)
    default: throw .notASize(trimmed)
    }
    if isNegative { throw .negativeSize }
    // 16 PiB of 4 KiB pages: products with a page size stay far from overflow.
    guard pages <= Double(1 << 42) else { throw .notASize(trimmed) }
    return Int(pages + 0.5)
  }
}

extension StringProtocol {
  /// Without spaces at its ends.
  var trimmingSpaces: String {
    var rest = Substring(self)
    while rest.first == " " { rest = rest.dropFirst() }
    while rest.last == " " { rest = rest.dropLast() }
    return String(rest)
  }
}
