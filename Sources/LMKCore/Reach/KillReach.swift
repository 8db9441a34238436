/// What a kill by hand reaches, seen from the process that it is asked for.
public enum KillReach: String, Hashable, Sendable, CaseIterable {
  case process
  /// All that share its process group (stat field 5).
  case processGroup = "process group"
  /// It, its children, and theirs: by their parents, as they are now. Whoever has lost a parent
  /// within it belongs to another.
  case subtree
  /// Its control group, with all groups below.
  case cgroup
}

/// How the members of a reach are kept from slipping away while they are signalled.
public enum ReachMeans: String, Hashable, Sendable {
  /// They are not: whoever is new is found by looking again, until nobody is.
  case looking
  /// SIGSTOP first: who stands still makes no children. For SIGKILL alone, which nobody survives.
  case stopped
  /// The control group is frozen, and thawed after the last signal.
  case frozen
  /// The kernel ends a control group as one: `cgroup.kill`.
  case whole
}

/// What stands in the way of signalling all that a reach holds; then nobody is signalled.
public enum ReachObstacle: Error, Hashable, Sendable {
  /// The process that it is seen from has ended.
  case gone
  /// It is in no control group but the root, which is the whole machine.
  case noGroup
  /// Some of them live in a pid namespace that cannot be seen from here.
  case unseen
  /// Who belongs to it cannot be read.
  case unreadable(Errno)
  /// One that may never die is among them.
  case holds(ProcessKey, ProcessName, Exemption)
  /// More than can be bound at once.
  case tooMany(Int)
  /// One of them could not be bound.
  case notBound(ProcessKey, ProcessName, KillFailure)
  /// Nothing can be killed here: what is missing for it.
  case cannotKill(Capability.Name)
  /// Nobody could say in time who belongs to it.
  case noAnswer
  /// Another one is under way.
  case busy
  /// lmktop leaves.
  case leaving
}

/// Where the members of a control group stand in the file system, and what can be done to them as
/// one. Full paths of folders.
public struct ReachPlace: Hashable, Sendable {
  public enum Freezer: Hashable, Sendable {
    /// `freezer.state` of version 1.
    case one(String)
    /// `cgroup.freeze` of version 2.
    case two(String)
  }

  /// The group's path within its hierarchy, for people.
  public var path: String
  public var folder: String
  /// The folder's inode: a group that is made anew by the same name is another.
  public var identity: UInt64
  /// It has a `cgroup.kill`.
  public var canKill: Bool
  /// `nil`: it cannot be frozen without freezing others.
  public var freezer: Freezer?

  public init(
    path: String, folder: String, identity: UInt64, canKill: Bool, freezer: Freezer?
  ) {
    self.path = path
    self.folder = folder
    self.identity = identity
    self.canKill = canKill
    self.freezer = freezer
  }
}

/// What a worker is asked about a reach: it opens files, which the engine does not wait for.
public struct ReachQuestion: Hashable, Sendable {
  public enum Act: Hashable, Sendable {
    /// Who belongs to it → `.members`.
    case list
    /// → `.frozen`, `.killed`, `.thawed`
    case freeze, kill, thaw
  }

  /// Counts the questions: an answer to an earlier one speaks of another moment.
  public var number: UInt32
  public var act: Act
  public var reach: KillReach
  /// Who belonged to it when it was looked at last; at first the process that it is seen from. A
  /// process group is still the same one as long as one of them is in it.
  public var known: [ProcessKey]
  /// As the first answer had it.
  public var processGroup: Int32?
  public var place: ReachPlace?

  public init(number: UInt32, act: Act, reach: KillReach, known: [ProcessKey]) {
    self.number = number
    self.act = act
    self.reach = reach
    self.known = known
  }
}

public enum ReachAnswer: Hashable, Sendable {
  /// Everybody in it who lives, in no order.
  case members([ProcessReading], processGroup: Int32?, ReachPlace?)
  /// `nil`: it was done.
  case frozen(Errno?)
  case killed(Errno?)
  case thawed(Errno?)
  case failed(ReachObstacle)
}
