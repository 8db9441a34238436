/// A column of the list, by its name in the configuration.
public enum ListColumn: String, Hashable, Sendable, CaseIterable {
  case rank, adj, frees, growth, rss, sum, swap, cpu, time, color, depth, below, pages, pid, user
  case unit, state, name, why

  /// Those that the configuration may name, in the order in which they stand by default. The others
  /// come with a view or with a sort.
  public static let usual: [ListColumn] = [
    .rank, .adj, .frees, .growth, .rss, .swap, .pid, .user, .unit, .state, .name, .why,
  ]

  /// Without them nobody knows who is meant: they stand in every list.
  public static let required: [ListColumn] = [.pid, .name]

  /// What the list can be sorted by, in the order in which F6 goes through it.
  static let sortable: [ListColumn] = [
    .rank, .adj, .frees, .growth, .rss, .swap, .cpu, .time, .pid, .user, .unit, .state, .name,
  ]

  var heading: String {
    switch self {
    case .rank: "#"
    case .adj: "ADJ"
    case .frees: "FREES"
    case .growth: "+/s"
    case .rss: "RSS"
    case .sum: "SUM"
    case .swap: "SWAP"
    case .cpu: "CPU%"
    case .time: "TIME"
    case .color: "NODE"
    case .depth: "DEEP"
    case .below: "BELOW"
    case .pages: "SUM"
    case .pid: "PID"
    case .user: "USER"
    case .unit: "UNIT"
    case .state: "S"
    case .name: "NAME"
    case .why: "WHY"
    }
  }

  /// For setup and for the status line.
  var words: String {
    switch self {
    case .rank: "the place in the kill order"
    case .adj: "oom_score_adj, the effective one first"
    case .frees: "what a kill frees"
    case .growth: "growth a second"
    case .rss: "resident memory"
    case .sum: "RSS with all that descend from it"
    case .swap: "swap"
    case .cpu: "CPU"
    case .time: "CPU time"
    case .color: "the node's colour"
    case .depth: "steps from the root"
    case .below: "nodes at and below it"
    case .pages: "what those free together"
    case .pid: "pid"
    case .user: "user"
    case .unit: "unit or control group"
    case .state: "state"
    case .name: "name or command line"
    case .why: "why it stands there"
    }
  }

  var isRightAligned: Bool {
    switch self {
    case .user, .unit, .state, .name, .why, .color: false
    case .rank, .adj, .frees, .growth, .rss, .sum, .swap, .cpu, .time, .depth, .below, .pages,
      .pid:
      true
    }
  }

  /// It needs a stat of every process, which is read only while the list is sorted by it.
  var needsTimes: Bool { self == .cpu || self == .time }
}
