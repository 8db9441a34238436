/// What a configuration says of the processes that it matches. The expressions are plain text here:
/// whoever has a library for them says which rules match, and the core what follows.
public struct ProcessRule: Hashable, Sendable {
  public enum Action: Hashable, Sendable {
    /// Automatic kills pass it over.
    case protect
    /// Its adj counts as higher by so much: 1…1000.
    case prefer(weight: Int)
    /// Its adj counts as lower by so much: 1…1000.
    case avoid(weight: Int)
    /// Only its minimum age, or its steps, are asked for.
    case spareYoung
  }

  /// Regular expressions, each found anywhere in its text; `nil`: not asked for. All that is asked
  /// for must be found.
  public struct Match: Hashable, Sendable {
    /// `comm`, 15 bytes at most.
    public var name: String?
    /// The command line, a space between the words, 4,096 bytes at most.
    public var command: String?
    /// The owner's name; his number where he has none.
    public var user: String?
    /// The path of the control group.
    public var cgroup: String?
    /// The unit of systemd, such as `ssh.service`.
    public var unit: String?
    /// The file that runs (/proc/PID/exe).
    public var executable: String?
    /// That file belongs to root: a name can be borrowed, such a file cannot.
    public var isRootOwned = false

    public init() {}

    /// Nothing but `isRootOwned` is asked for.
    public var isEmpty: Bool {
      name == nil && command == nil && user == nil && cgroup == nil && unit == nil
        && executable == nil
    }
  }

  /// What it is called on the screen.
  public var label: String
  public var action: Action
  public var match: Match
  /// Younger processes that it matches are spared.
  public var minimumAge: Duration?
  /// What a victim that it matches gets to hear, whatever its row says.
  public var steps: Escalation?

  public init(
    label: String, action: Action, match: Match = Match(), minimumAge: Duration? = nil,
    steps: Escalation? = nil
  ) {
    self.steps = steps
    self.label = label
    self.action = action
    self.match = match
    self.minimumAge = minimumAge
  }
}

/// All rules, in their order, as one value.
public struct RuleBook: Hashable, Sendable {
  /// Rules of the operator: their places fit into the 64 bits of `RuleEffect.shiftedBy`.
  public static let limit = 64

  /// The operator's first, then those that are shipped.
  public var rules: [ProcessRule]
  /// Younger processes are spared, whatever they match.
  public var minimumAge: Duration

  public init(rules: [ProcessRule] = [], minimumAge: Duration = .zero) {
    self.rules = rules
    self.minimumAge = minimumAge
  }

  /// What a rule is called; of several equal labels each says only that.
  public func label(of rule: Int16) -> String {
    rules.indices.contains(Int(rule)) ? rules[Int(rule)].label : "\(rule + 1)"
  }
}
