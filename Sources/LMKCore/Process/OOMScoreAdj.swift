/// `oom_score_adj`: −1000…1000; −1000 means never.
public struct OOMScoreAdj: RawRepresentable, Hashable, Comparable, Sendable,
  ExpressibleByIntegerLiteral, CustomStringConvertible
{
  public let rawValue: Int16

  /// `nil` outside −1000…1000.
  public init?(rawValue: Int16) {
    guard (-1000...1000).contains(rawValue) else { return nil }
    self.rawValue = rawValue
  }

  /// `nil` outside −1000…1000.
  public init?(_ value: Int) {
    guard (-1000...1000).contains(value) else { return nil }
    self.rawValue = Int16(value)
  }

  /// Traps outside −1000…1000, as a literal should.
  public init(integerLiteral value: Int16) {
    precondition((-1000...1000).contains(value), "oom_score_adj outside -1000...1000")
    self.rawValue = value
  }

  /// The kernel and lmktop never kill a process with this value (`OOM_SCORE_ADJ_MIN`).
  public static let never: OOMScoreAdj = -1000
  /// The first to die (`OOM_SCORE_ADJ_MAX`).
  public static let maximum: OOMScoreAdj = 1000

  public static func < (left: OOMScoreAdj, right: OOMScoreAdj) -> Bool {
    left.rawValue < right.rawValue
  }

  public var description: String { String(rawValue) }
}
