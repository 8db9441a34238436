/// A value of a TOML text, and where it begins.
struct TOMLValue {
  enum Content {
    case text(String)
    case integer(Int64)
    case float(Double)
    case flag(Bool)
    /// A date, a time or both, as written: nothing here asks for one.
    case moment(String)
    case list([TOMLValue])
    case table(TOMLTable)
  }

  var content: Content
  var place: TextPlace

  var string: String? { if case .text(let text) = content { text } else { nil } }
  /// Whole numbers alone.
  var int: Int? { if case .integer(let number) = content { Int(number) } else { nil } }
  /// Any number, `inf` and `nan` too.
  var number: Double? {
    switch content {
    case .integer(let number): Double(number)
    case .float(let number): number
    default: nil
    }
  }
  var bool: Bool? { if case .flag(let flag) = content { flag } else { nil } }
  var array: [TOMLValue]? { if case .list(let values) = content { values } else { nil } }
  var table: TOMLTable? { if case .table(let table) = content { table } else { nil } }
}

/// Why a text is not TOML, and where.
struct TOMLDefect: Error, Hashable {
  var place: TextPlace
  var words: String
}
