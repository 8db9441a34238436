/// A table of a TOML text: its keys in the order of the text, each with its place.
///
/// A class, for a table is filled from many places of a text; who reads it only reads.
final class TOMLTable {
  /// What began it, which says whether more may be added.
  enum Origin {
    /// `[a.b]` makes `a` too, which may have a header of its own later.
    case implied
    /// `[a]`, an element of `[[a]]`, or the text as a whole.
    case header
    /// `a.b = 1` in this section of the text: no other may add to it by dots.
    case dotted(section: Int)
    /// `{ }`, which is finished with its bracket.
    case inline
  }

  struct Entry {
    var key: String
    /// Where the key stands first.
    var place: TextPlace
    var value: TOMLValue
    /// A list that grew by `[[key]]` headers, and may go on.
    var growsByHeaders = false
  }

  var origin: Origin
  private(set) var entries: [Entry] = []
  private var indices: [String: Int] = [:]

  init(_ origin: Origin) { self.origin = origin }

  var keys: [String] { entries.map(\.key) }

  subscript(key: String) -> TOMLValue? { entry(key)?.value }

  func entry(_ key: String) -> Entry? { indices[key].map { entries[$0] } }

  /// Adds a key that is not there yet.
  func add(_ entry: Entry) {
    precondition(indices[entry.key] == nil, "a key stands once in a table")
    indices[entry.key] = entries.count
    entries.append(entry)
  }

  /// Adds an element to a list that grows by headers.
  func extend(_ key: String, with table: TOMLTable, at place: TextPlace) {
    guard let index = indices[key], case .list(var values) = entries[index].value.content else {
      preconditionFailure("only a list is extended")
    }
    // Not held twice, or each element would copy those before it.
    entries[index].value.content = .list([])
    values.append(TOMLValue(content: .table(table), place: place))
    entries[index].value.content = .list(values)
  }
}
