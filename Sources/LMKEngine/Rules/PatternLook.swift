/// One expression with the room for its looks: for one thread at a time.
public final class PatternLook: @unchecked Sendable {
  private let pattern: Pattern
  private let matcher: Pattern.Matcher

  /// `nil`: no memory.
  public init?(_ pattern: Pattern) {
    guard let matcher = Pattern.Matcher() else { return nil }
    self.pattern = pattern
    self.matcher = matcher
  }

  /// Whether it is found, within the limits of `Pattern`; one that gives up is not.
  public func isFound(in bytes: [UInt8]) -> Bool { matcher.find(pattern, in: bytes) == .found }
}
