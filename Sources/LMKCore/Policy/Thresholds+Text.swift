extension Thresholds {
  /// Reads `SIZE:ADJ,…`, one to six rows.
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
    var columns: [Int] = []
    var column = 1
    for piece in text.split(separator: ",", omittingEmptySubsequences: false) {
      let row = levels.count + 1
      columns.append(column)
      do throws(ThresholdsError.Defect) {
        levels.append(
          try Self.level(parsing: piece, usablePages: usablePages, pageSize: pageSize))
      } catch {
        throw ThresholdsError(error, row: row, column: column)
      }
      column += piece.count + 1
    }
    do {
      try self.init(levels, ramPages: ramPages)
    } catch {
      throw ThresholdsError(error.defect, row: error.row, column: columns[error.row - 1])
    }
  }

  private static func level(
    parsing piece: Substring, usablePages: Int, pageSize: Int
  ) throws(ThresholdsError.Defect) -> Level {
    guard let colon = piece.lastIndex(of: ":") else { throw .missingColon(String(piece)) }
    let size = String(piece[..<colon])
    let adjText = String(piece[piece.index(after: colon)...])
    let pages = try self.pages(parsing: size, usablePages: usablePages, pageSize: pageSize)
    return Level(minfreePages: pages, adj: try adj(parsing: adjText))
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

extension String {
  fileprivate var trimmingSpaces: String {
    var rest = self[...]
    while rest.first == " " { rest = rest.dropFirst() }
    while rest.last == " " { rest = rest.dropLast() }
    return String(rest)
  }
}
