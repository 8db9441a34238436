import CLinux
import LMKCore

extension ProcConnector {
  /// Whether events really arrive: makes a child that exits at once, and waits for its birth and
  /// its end. In a pid or user namespace of its own a process is never told why it hears nothing,
  /// or hears of other pids than those that it sees: believe nothing before this has said yes.
  ///
  /// Takes about 4 ms where it works (most of it the kernel's, to close the socket), all of
  /// `patience` where it does not.
  /// - Returns: the capability `.procConnector`, with its reason.
  public static func probe(within patience: Duration) -> Capability {
    do {
      var connector = try ProcConnector(receiveBufferBytes: 1 << 20)
      return try connector.hearsChild(within: patience)
        ? capability(nil)
        : Capability(
          .procConnector, isAvailable: false,
          reason: "no event arrived about a child of our own within \(patience): the kernel tells"
            + " none outside its first pid and user namespaces; new processes are found by sweeps")
    } catch {
      return capability(error)
    }
  }

  /// The capability `.procConnector`.
  /// - Parameter refusal: what `init` or `drain` threw; `nil`: all is well.
  public static func capability(_ refusal: Errno?) -> Capability {
    guard let refusal else { return Capability(.procConnector, isAvailable: true) }
    let cause =
      switch refusal {
      case .protocolNotSupported: "the kernel has no connector (CONFIG_PROC_EVENTS)"
      case .notPermitted: "it needs CAP_NET_ADMIN before Linux 6.6"
      case .connectionRefused: "there is none in this network namespace"
      default: "\(refusal)"
      }
    return Capability(
      .procConnector, isAvailable: false,
      reason: "no proc connector, \(cause): new processes are found by sweeps")
  }

  /// Only the very child will do: while somebody outside listens, a listener in an inner pid
  /// namespace is sent the outer events, with outer pids.
  private mutating func hearsChild(within patience: Duration) throws(Errno) -> Bool {
    let own = Identity.ownPid
    var epoll = try Epoll()
    try epoll.add(raw, .readable, token: 0)
    let deadline = MonotonicClock.now().advanced(by: patience)
    var child = try System.check(lmk_probe_child())
    var wasBorn = false
    while true {
      var hasEnded = false
      let drained = try drain { record in
        switch record.event {
        case .forked(own, child): wasBorn = true
        case .exited(child, _): hasEnded = wasBorn
        default: break
        }
      }
      if hasEnded { return true }
      let left = MonotonicClock.now().duration(to: deadline)
      guard left > .zero else { return false }
      if drained.hasMore { continue }
      if drained.hasLost {
        // Ours may be among those that were lost.
        child = try System.check(lmk_probe_child())
        wasBorn = false
        continue
      }
      try epoll.wait(timeoutMilliseconds: Int32(clamping: left.wholeNanoseconds / 1_000_000 + 1))
    }
  }
}

extension Errno {
  static let protocolNotSupported = Errno(93)
  static let connectionRefused = Errno(111)
}
