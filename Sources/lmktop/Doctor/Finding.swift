import LMKCore

/// One thing that lmktop can, half can or cannot do here.
struct Finding: Hashable {
  enum State: String {
    case ok
    /// It works, with a loss that the reason names.
    case partial
    case missing
  }

  /// A capability's name, or a word of its own.
  var name: String
  var state: State
  /// Without it nothing is killed.
  var isNeeded = false
  /// What it is good for where all is well; else why it is not.
  var reason: String
  /// What to do about it; empty: nothing, or nothing can be done.
  var advice = ""

  init(_ name: String, _ state: State, _ reason: String, advice: String = "") {
    self.name = name
    self.state = state
    self.reason = reason
    self.advice = state == .ok ? "" : advice
  }

  /// A capability, with what `CapabilityAdvice` knows of it.
  init(_ capability: Capability) {
    let known = CapabilityAdvice(capability.name)
    name = capability.name.rawValue
    isNeeded = known.isNeeded
    let isWell = capability.isAvailable && (capability.reason.isEmpty || known.reasonIsNoLoss)
    state = isWell ? .ok : capability.isAvailable || known.isHalfWithout ? .partial : .missing
    reason = capability.reason.isEmpty ? known.purpose : capability.reason
    advice = isWell ? "" : known.advice
  }
}
