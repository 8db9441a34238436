extension Monitor {
  mutating func noteNoRelief(at now: Instant, into effects: inout Effects) {
    memoirs.noRelief.removeAll { $0.duration(to: now) > NoReliefPolicy.window }
    memoirs.noRelief.append(now)
    guard arming.isArmed, memoirs.noRelief.count >= NoReliefPolicy.kills else { return }
    let kills = memoirs.noRelief.count
    memoirs.noRelief.removeAll(keepingCapacity: true)
    switch configuration.noRelief {
    case .disarm:
      disarm(.noRelief(kills: kills, HeldMemory(memory)), at: now, into: &effects)
    case .pause(let time):
      memoirs.pausedUntil = now.advanced(by: time)
      record(.paused(kills: kills, time, HeldMemory(memory)), at: now, into: &effects)
    }
  }

  /// Whether nobody is named, for kills were in vain.
  func isPaused(at now: Instant) -> Bool { memoirs.pausedUntil.map { now < $0 } ?? false }
}
