import LMKCore

/// The operator's own commands around a kill, as words: never through a shell.
public struct Hooks: Hashable, Sendable {
  /// Path and arguments; empty: none.
  public var before: [String] = []
  public var after: [String] = []
  /// How long the hook before may hold a signal back; then it is ended.
  public var limit: Duration = .seconds(2)
  /// The hook after holds nothing back, but must not hang for ever.
  public static let afterLimit: Duration = .seconds(30)

  public init() {}

  /// What the monitor has to know of them.
  var policy: HookPolicy {
    var policy = HookPolicy()
    if !before.isEmpty { policy.before = limit }
    policy.runsAfter = !after.isEmpty
    return policy
  }
}
