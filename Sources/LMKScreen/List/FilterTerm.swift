import LMKCore

/// One condition of a filter.
struct FilterTerm: Sendable {
  enum Comparison: String, Sendable, CaseIterable {
    // The longer ones first: that is how they are looked for.
    case atMost = "<="
    case atLeast = ">="
    case isNot = "!="
    case below = "<"
    case above = ">"
    case equals = "="

    func holds(_ left: Int, _ right: Int) -> Bool {
      switch self {
      case .atMost: left <= right
      case .atLeast: left >= right
      case .isNot: left != right
      case .below: left < right
      case .above: left > right
      case .equals: left == right
      }
    }
  }

  /// What is compared with a number.
  enum Measure: String, Sendable, CaseIterable {
    case adj, pid, rank
    case rss, frees, swap, growth
    case cpu

    /// In pages.
    var isSize: Bool {
      switch self {
      case .rss, .frees, .swap, .growth: true
      case .adj, .pid, .rank, .cpu: false
      }
    }
  }

  enum Test: Sendable {
    /// Found in the name in either case; and, all digits, at the beginning of the pid.
    case text(NameText)
    case pattern(@Sendable (ProcessName) -> Bool)
    case number(Measure, Comparison, Int)
    case users(Set<UInt32>)
    /// Found in the unit's name, in either case.
    case unit(NameBytes)
    case state(UInt8)
  }

  var test: Test
  var isNegated = false

  /// Only the name decides: what was found is kept by name.
  var isOfName: Bool {
    switch test {
    case .text(let text): !text.isNumber
    case .pattern: true
    case .number, .users, .unit, .state: false
    }
  }

  var isOfUnit: Bool {
    if case .unit = test { true } else { false }
  }

  /// It asks for the CPU time of every process.
  var needsTimes: Bool {
    if case .number(.cpu, _, _) = test { true } else { false }
  }
}

/// A text that is looked for in names: ASCII letters without case, all others byte by byte.
struct NameText: Hashable, Sendable {
  private let bytes: [UInt8]
  let isNumber: Bool

  init(_ text: String) {
    bytes = text.utf8.map { ASCIICase.lowered($0) }
    isNumber =
      !bytes.isEmpty
      && bytes.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
  }

  var isEmpty: Bool { bytes.isEmpty }

  /// Whether the name holds it. At most 16 × 16 steps, without a String.
  func isFound(in name: ProcessName) -> Bool {
    let packed = name.packed
    let low = ASCIICase.lowered(packed.low)
    let high = ASCIICase.lowered(packed.high)
    let count = name.count
    guard bytes.count <= count else { return false }
    func byte(_ index: Int) -> UInt8 {
      UInt8(truncatingIfNeeded: index < 8 ? low >> (8 * index) : high >> (8 * (index - 8)))
    }
    for start in 0...(count - bytes.count) {
      var matches = true
      for offset in bytes.indices where matches {
        matches = byte(start + offset) == bytes[offset]
      }
      if matches { return true }
    }
    return false
  }

  /// Whether a pid begins with it.
  func begins(_ pid: Int32) -> Bool {
    guard isNumber, bytes.count <= 10 else { return false }
    var wanted = 0
    for byte in bytes { wanted = wanted * 10 + Int(byte - UInt8(ascii: "0")) }
    if bytes.first == UInt8(ascii: "0") { return false }
    var rest = Int(pid)
    while rest > wanted { rest /= 10 }
    return rest == wanted
  }

  func isFound(in candidate: Candidate) -> Bool {
    isFound(in: candidate.name) || begins(candidate.key.pid)
  }
}

/// A longer text, for the same kind of look.
struct NameBytes: Hashable, Sendable {
  private let bytes: [UInt8]

  init(_ text: String) { bytes = text.utf8.map { ASCIICase.lowered($0) } }

  func holds(_ other: NameBytes) -> Bool {
    let wanted = other.bytes
    guard wanted.count <= bytes.count else { return false }
    return (0...(bytes.count - wanted.count)).contains { start in
      wanted.indices.allSatisfy { bytes[start + $0] == wanted[$0] }
    }
  }
}
