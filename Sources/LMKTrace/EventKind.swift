import LMKCore

/// The first byte of an event. A number is never given to another kind.
enum EventKind: UInt8 {
  case started = 1
  case sampled = 2
  case passBegan = 3
  case measured = 4
  case refreshed = 5
  case grouped = 6
  case groupNamed = 7
  case containerInit = 8
  case ancestors = 9
  case groupsForgotten = 10
  case seen = 11
  case vanished = 12
  case passEnded = 13
  case fed = 14
  case stalled = 15
  case kernelKilled = 16
  case ticked = 17
  case command = 18
  case bound = 19
  case confirmed = 20
  case signalled = 21
  case failed = 22
  case hookEnded = 23
  case ruled = 24
  case notRuled = 25
  case execed = 26
  case exited = 27
  case reaped = 28
  case capability = 29
  case journalLost = 30
  case leaving = 31
  case timed = 32
  case adjSet = 33
  case adjNotSet = 34
  case reachAnswered = 35
  case reachStep = 36
  case memberBound = 37
  /// Not an event: what the effects of the one before came to.
  case check = 63

  init(_ event: Event) {
    self =
      switch event {
      case .started: .started
      case .sampled: .sampled
      case .passBegan: .passBegan
      case .measured: .measured
      case .refreshed: .refreshed
      case .grouped: .grouped
      case .groupNamed: .groupNamed
      case .containerInit: .containerInit
      case .ancestors: .ancestors
      case .groupsForgotten: .groupsForgotten
      case .seen: .seen
      case .vanished: .vanished
      case .passEnded: .passEnded
      case .fed: .fed
      case .stalled: .stalled
      case .kernelKilled: .kernelKilled
      case .ticked: .ticked
      case .command: .command
      case .bound: .bound
      case .confirmed: .confirmed
      case .signalled: .signalled
      case .failed: .failed
      case .hookEnded: .hookEnded
      case .ruled: .ruled
      case .notRuled: .notRuled
      case .execed: .execed
      case .exited: .exited
      case .reaped: .reaped
      case .capability: .capability
      case .journalLost: .journalLost
      case .leaving: .leaving
      case .timed: .timed
      case .adjSet: .adjSet
      case .adjNotSet: .adjNotSet
      case .reachAnswered: .reachAnswered
      case .reachStep: .reachStep
      case .memberBound: .memberBound
      }
  }
}
