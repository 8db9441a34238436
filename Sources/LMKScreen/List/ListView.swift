/// A way to look at the processes.
public enum ListView: String, Hashable, Sendable, CaseIterable {
  case killOrder = "kill_order"
  /// By parent.
  case tree
  /// Grouped by effective adj.
  case adj
  /// Grouped by systemd unit, or what stands for one.
  case unit
  /// Grouped by the control group that the memory is charged to.
  case cgroup
  /// The red-black tree that holds the kill order.
  case redBlack = "red_black"

  var words: String {
    switch self {
    case .killOrder: "kill order"
    case .tree: "tree by parent"
    case .adj: "by adj"
    case .unit: "by unit"
    case .cgroup: "by control group"
    case .redBlack: "red-black tree"
    }
  }

  var isGrouped: Bool {
    switch self {
    case .adj, .unit, .cgroup: true
    case .killOrder, .tree, .redBlack: false
    }
  }

  /// What can be folded there.
  var folds: Bool { isGrouped || self == .tree }

  func next(by steps: Int) -> ListView {
    let all = Self.allCases
    let place = all.firstIndex(of: self) ?? 0
    return all[((place + steps) % all.count + all.count) % all.count]
  }
}
