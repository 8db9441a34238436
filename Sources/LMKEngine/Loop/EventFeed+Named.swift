import LMKCore
import LMKLinux

/// Whom the events named, and what his reading means to the sources.
extension EventFeed {
  mutating func name(_ pid: Int32) {
    guard !isNamed.contains(pid) else { return }
    guard named.count < Self.namedLimit else {
      needsListing = true
      return
    }
    isNamed.insert(pid)
    named.append(pid)
  }

  var hasNamed: Bool { next < named.count }

  /// The next process to be read; `nil`: there is none.
  mutating func nextNamed() -> Int32? {
    while next < named.count {
      let pid = named[next]
      next += 1
      if next == named.count {
        named.removeAll(keepingCapacity: true)
        next = 0
      }
      if isNamed.remove(pid) != nil { return pid }
    }
    return nil
  }

  /// A listing begins: it meets everybody, and answers for what was lost.
  mutating func listingBegins() { needsListing = false }

  /// A named process was read, or was not there any more: who has ended shares no memory.
  mutating func noteRead(_ pid: Int32, by monitor: borrowing Monitor) {
    guard sharers.contains(pid) else { return }
    if let reading = monitor.reading(pid: pid), reading.state != .zombie || reading.isZombieLeader {
      return
    }
    sharers.leave(pid)
  }

  // MARK: Zombie leaders

  /// The leader has exited while other threads run on: from now on their ends are told, for the
  /// last one is the end of the process, and no event of its own tells it.
  mutating func follow(_ key: ProcessKey) {
    guard connector != nil, followed.count < ProcConnector.followLimit, !followed.contains(key)
    else { return }
    // A former owner of the pid may be among them still.
    connector?.follow(key.pid)
    followed.append(key)
  }

  /// Lets go of those that have ended. O(n), n at most `ProcConnector.followLimit`.
  mutating func reviewFollowed(_ monitor: borrowing Monitor) {
    var index = 0
    while index < followed.count {
      let key = followed[index]
      if let reading = monitor.reading(pid: key.pid), reading.key == key, reading.isZombieLeader {
        index += 1
        continue
      }
      followed.remove(at: index)
      if !followed.contains(where: { $0.pid == key.pid }) { connector?.unfollow(key.pid) }
    }
  }
}
