import LMKCore

/// Processes that share one memory without being threads of one process (`CLONE_VM`, neither
/// `CLONE_VFORK` nor `CLONE_THREAD`). The kernel keeps their `oom_score_adj` equal, and tells of a
/// write only for the one that was written: whoever hears of it must read the others too.
///
/// A group begins when such a child is made, and a process leaves it when it execs, which gives it
/// a memory of its own, or ends. Groups from before we listened are not known.
///
///     clone(CLONE_VM)      4711 ─┬─ 4712          one group
///                                └─ 4713
///     4712 execs           4711 ─── 4713   4712   left; of two, none would be left
///
/// Births and execs come from two sources, and are not in order: each carries its moment, and an
/// exec from before a birth changes nothing. A stale member costs a needless reading, no more.
public struct MemorySharers: Sendable {
  /// Members in all groups. Such processes are rare: some runtimes' helpers, debuggers, sandboxes.
  public static let capacity = 1024

  private struct Membership {
    var group: UInt32
    /// When it was last seen to share.
    var at: Instant
  }

  private var members: [Int32: Membership] = [:]
  private var lastGroup: UInt32 = 0
  /// There were more than `capacity`: of any process it may be unknown whether it shares.
  public private(set) var hasOverflowed = false

  public init() { members.reserveCapacity(Self.capacity) }

  public var isEmpty: Bool { members.isEmpty }
  public var isFull: Bool { members.count + 2 > Self.capacity }

  /// O(1).
  public func contains(_ pid: Int32) -> Bool { members[pid] != nil }

  /// A child was made that lives on in its maker's memory. O(n) if the child's pid was known, else
  /// O(1). While it is full nothing is entered, and `hasOverflowed` is set.
  public mutating func join(_ child: Int32, of maker: Int32, at moment: Instant) {
    guard child > 0, maker > 0, child != maker else { return }
    leave(child)
    guard !isFull else {
      hasOverflowed = true
      return
    }
    var membership = members[maker] ?? newGroup(at: moment)
    membership.at = max(membership.at, moment)
    members[maker] = membership
    members[child] = Membership(group: membership.group, at: moment)
  }

  /// A process has a memory of its own since that moment: it has become another program.
  public mutating func leave(_ pid: Int32, at moment: Instant) {
    if let membership = members[pid], membership.at <= moment { leave(pid) }
  }

  /// A process has ended. O(n); O(1) for one that is in no group.
  public mutating func leave(_ pid: Int32) {
    guard let left = members.removeValue(forKey: pid) else { return }
    var other: Int32?
    for (member, membership) in members where membership.group == left.group {
      if other != nil { return }
      other = member
    }
    // Who is left alone shares with nobody.
    if let other { members[other] = nil }
  }

  /// Appends the others of its group. O(n); O(1) for one that is in none.
  public func appendOthers(of pid: Int32, to others: inout ContiguousArray<Int32>) {
    guard let own = members[pid] else { return }
    for (member, membership) in members where membership.group == own.group && member != pid {
      others.append(member)
    }
  }

  /// Forgets whoever is not there any more, for want of room. O(n²) at worst.
  public mutating func prune(keeping isThere: (Int32) -> Bool) {
    for pid in members.keys.filter({ !isThere($0) }) { leave(pid) }
  }

  private mutating func newGroup(at moment: Instant) -> Membership {
    lastGroup &+= 1
    return Membership(group: lastGroup, at: moment)
  }
}
