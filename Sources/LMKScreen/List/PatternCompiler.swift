import LMKCore

/// Compiles the regular expressions of filters. The screen has none of its own: whoever wires it up
/// brings one with limits, for the texts belong to those who are to be killed.
public struct PatternCompiler: Sendable {
  public enum Outcome: Sendable {
    /// Whether a name matches. Called on the thread that compiled it.
    case matcher(@Sendable (ProcessName) -> Bool)
    /// It is no expression, and why.
    case refused(String)
  }

  public var compile: @Sendable (String) -> Outcome

  public init(_ compile: @escaping @Sendable (String) -> Outcome) { self.compile = compile }

  public static let none = PatternCompiler { _ in
    .refused("there are no regular expressions here")
  }
}
