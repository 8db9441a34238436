extension Monitor {
  /// What could be had now: MemAvailable, and what is freed but still on per-CPU lists.
  var availableNow: Int { memory.availablePages + memory.pageSetPages }

  /// The part of the rise of available memory that belongs to one death, in pages.
  ///
  /// Deaths that overlap share one rise: by what each was expected to return. What this one takes
  /// is no rise of the others any more.
  ///
  ///     A  signalled ──────── exited ───── settled       A and B share what has come until A is
  ///     B       signalled ─────── exited ───── settled   settled; B gets what comes later alone
  mutating func takeShare(of death: PendingDeath, exitedAt: Instant) -> Int {
    let rise = max(0, availableNow - death.availableBefore)
    // One page at least, so that two of whom nothing was expected share evenly.
    let own = max(1, death.expectedPages)
    var sum = own
    for other in deaths {
      guard let end = other.exitedAt, end >= death.signalledAt else { continue }
      sum += max(1, other.expectedPages)
    }
    let share = Int(Double(rise) * Double(own) / Double(sum))
    for index in deaths.indices where deaths[index].signalledAt <= exitedAt {
      deaths[index].availableBefore += share
    }
    return share
  }

  /// How much anonymous memory the other processes have taken since a victim was signalled, in pages.
  ///
  /// Five that grow together eat what the first one's death returns before it can be seen to rise.
  /// That kill was not in vain: the next one helps, too. Where it went to tmpfs, to the kernel or to
  /// locked pages of none of them, anonymous memory has fallen by what the victim held.
  func taken(during death: PendingDeath) -> Int {
    guard memory.anonPages > 0, death.anonBefore > 0 else { return 0 }
    return max(0, memory.anonPages - death.anonBefore + death.expectedPages)
  }
}
