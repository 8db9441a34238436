/// What the rules mean for one process: the sum of those that match it, 24 bytes without a heap
/// reference.
public struct RuleEffect: Hashable, Sendable {
  private var protector: Int16 = -1
  /// What the weights come to: −1000…1000.
  public var shift: Int16
  private var stepping: Int16 = -1
  /// Milliseconds; younger, it is spared. 0…2³² − 1 (49 days).
  var age: UInt32
  /// Bit n: the rule at place n shifts its adj.
  public var shiftedBy: UInt64

  /// The first rule with steps of its own, by its place; `nil`: none.
  public var steppedBy: Int16? { stepping < 0 ? nil : stepping }

  /// No rule matches.
  public static let none = RuleEffect(of: EmptyCollection(), in: RuleBook())

  /// - Parameters:
  ///   - matching: the places of the rules that match, ascending.
  ///   - book: the rules.
  public init(of matching: some Sequence<Int>, in book: RuleBook) {
    shiftedBy = 0
    var sum = 0
    var oldest: Int64 = 0
    for place in matching {
      let rule = book.rules[place]
      switch rule.action {
      case .protect: if protector < 0 { protector = Int16(clamping: place) }
      case .prefer(let weight): sum += weight
      case .avoid(let weight): sum -= weight
      case .spareYoung: break
      }
      if rule.steps != nil, stepping < 0 { stepping = Int16(clamping: place) }
      switch rule.action {
      case .prefer, .avoid: if place < 64 { shiftedBy |= 1 << UInt64(place) }
      case .protect, .spareYoung: break
      }
      oldest = max(oldest, (rule.minimumAge ?? .zero).wholeNanoseconds / 1_000_000)
    }
    shift = Int16(min(max(sum, -1000), 1000))
    age = UInt32(clamping: oldest)
  }

  /// The first rule that protects it, by its place; `nil`: none.
  public var protectedBy: Int16? { protector < 0 ? nil : protector }

  public var minimumAge: Duration { .milliseconds(Int64(age)) }

  /// The adj that counts. A negative adj was set by somebody who knew: no weight lifts it. And no
  /// weight protects: that would be a rule that says so.
  public func shifted(_ adj: OOMScoreAdj) -> OOMScoreAdj {
    if adj == .never || shift == 0 || adj < 0 && shift > 0 { return adj }
    return OOMScoreAdj(min(max(Int(adj.rawValue) + Int(shift), -999), 1000)) ?? adj
  }
}

/// What a worker is asked: which rules match this process, as it is now?
public struct RuleQuestion: Hashable, Sendable {
  public var key: ProcessKey
  public var name: ProcessName
  public var uid: UInt32
  /// Counts the questions on one process: an answer to an earlier one speaks of another program.
  public var number: UInt16
  /// Only by what the kernel tells without the process's memory: its command line and its file hang.
  public var isCheap = false

  public init(key: ProcessKey, name: ProcessName, uid: UInt32, number: UInt16) {
    self.key = key
    self.name = name
    self.uid = uid
    self.number = number
  }
}

extension RuleEffect: FieldRecordable {
  static var blank: RuleEffect { .none }

  mutating func pass(to coder: inout some FieldCoder) throws(RecordDefect) {
    try coder.pass(&protector)
    try coder.pass(&shift)
    try coder.pass(&stepping)
    try coder.pass(&age)
    var bits = RecordedWord(shiftedBy)
    try coder.pass(&bits)
    shiftedBy = bits.bits
  }
}
