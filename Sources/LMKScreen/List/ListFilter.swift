import LMKCore

/// Which processes the list shows: terms between blanks, all of which must hold.
///
///     chrome              the name holds it, in either case; digits: or the pid begins with them
///     /^cc1|^ld$/         a regular expression, found in the name
///     adj>500 rss>=1G     < <= > >= = != with adj, rss, frees, swap, growth, cpu, pid, rank
///     user=build unit=ssh state=D name=sh
///     !chrome !user=root  not that
struct ListFilter: Sendable {
  /// What a filter is read with.
  struct World {
    var snapshot: Snapshot
    var userNames: [UInt32: String]
    var patterns: PatternCompiler
  }

  static let limit = 16

  let text: String
  private(set) var terms: [FilterTerm] = []
  /// What is wrong with it, in words; the terms that are right count all the same.
  private(set) var defect: String?

  /// Nothing is left out.
  init() { text = "" }

  init(_ text: String, in world: World) {
    self.text = text
    for word in Self.words(of: text) {
      do throws(Defect) {
        if terms.count == Self.limit { throw Defect(words: "more than \(Self.limit) terms") }
        terms.append(try Self.term(word, world))
      } catch {
        defect = defect ?? error.words
      }
    }
  }

  var isEmpty: Bool { terms.isEmpty }

  /// It asks for the CPU time of every process.
  var needsTimes: Bool { terms.contains(where: \.needsTimes) }

  private struct Defect: Error { var words: String }

  /// Split at blanks, but for those between slashes.
  private static func words(of text: String) -> [Substring] {
    var words: [Substring] = []
    var rest = text[...]
    while let start = rest.firstIndex(where: { $0 != " " }) {
      rest = rest[start...]
      let body = rest.hasPrefix("!") ? rest.dropFirst() : rest
      var end = rest.firstIndex(of: " ") ?? rest.endIndex
      if body.hasPrefix("/") {
        var index = body.index(after: body.startIndex)
        while index < body.endIndex, body[index] != "/" {
          if body[index] == "\\" { index = body.index(after: index) }
          if index < body.endIndex { index = body.index(after: index) }
        }
        // A slash within what is not closed yet ends nothing.
        end = index < body.endIndex ? body.index(after: index) : body.endIndex
      }
      words.append(rest[..<end])
      rest = rest[end...]
    }
    return words
  }

  private static func term(_ word: Substring, _ world: World) throws(Defect) -> FilterTerm {
    let isNegated = word.hasPrefix("!") && word.count > 1
    let body = isNegated ? word.dropFirst() : word
    return FilterTerm(test: try test(body, world), isNegated: isNegated)
  }

  private static func test(_ word: Substring, _ world: World) throws(Defect) -> FilterTerm.Test {
    if word.hasPrefix("/") {
      var expression = word.dropFirst()
      if expression.hasSuffix("/"), !expression.hasSuffix("\\/") { expression.removeLast() }
      switch world.patterns.compile(String(expression)) {
      case .matcher(let matches): return .pattern(matches)
      case .refused(let reason): throw Defect(words: "/\(expression)/: \(reason)")
      }
    }
    guard let place = word.firstIndex(where: { "<>=!".contains($0) }),
      let comparison = FilterTerm.Comparison.allCases.first(where: {
        word[place...].hasPrefix($0.rawValue)
      })
    else { return .text(NameText(String(word))) }
    let name = String(word[..<place]).lowercased()
    let value = String(word[place...].dropFirst(comparison.rawValue.count))
    guard !value.isEmpty else { throw Defect(words: "\(word) what?") }
    if let measure = FilterTerm.Measure(rawValue: name) {
      return .number(measure, comparison, try number(value, measure, world))
    }
    guard comparison == .equals else {
      throw Defect(words: "\(word): '\(comparison.rawValue)' goes with a number; ! in front: not")
    }
    switch name {
    case "user": return .users(try users(value, world))
    case "unit": return .unit(NameBytes(value))
    case "name": return .text(NameText(value))
    case "state":
      guard let letter = value.utf8.first, value.utf8.count == 1 else {
        throw Defect(words: "state is one letter: R S D Z T I")
      }
      return .state(letter & 0x5F)
    default:
      let names = FilterTerm.Measure.allCases.map(\.rawValue) + ["user", "unit", "name", "state"]
      throw Defect(words: "there is no '\(name)': \(names.joined(separator: " "))")
    }
  }

  private static func number(
    _ text: String, _ measure: FilterTerm.Measure, _ world: World
  ) throws(Defect) -> Int {
    guard measure.isSize else {
      guard let number = Int(text), number.magnitude < 1_000_000_000 else {
        throw Defect(words: "\(measure.rawValue): '\(text)' is no whole number")
      }
      return number
    }
    // A bare number is MiB, as in the thresholds.
    let isBare = text.last?.isWholeNumber == true
    do throws(ThresholdsError.Defect) {
      return try Thresholds.pages(
        parsing: isBare ? text + "MiB" : text, usablePages: world.snapshot.memory.usablePages,
        pageSize: world.snapshot.pageSize)
    } catch {
      throw Defect(words: "\(measure.rawValue): '\(text)' is no size (500M, 2G)")
    }
  }

  private static func users(_ text: String, _ world: World) throws(Defect) -> Set<UInt32> {
    let named = world.userNames.filter { $0.value == text }.map(\.key)
    if !named.isEmpty { return Set(named) }
    guard let user = UInt32(text) else { throw Defect(words: "there is no user '\(text)'") }
    return [user]
  }
}
