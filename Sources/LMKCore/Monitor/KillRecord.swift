/// A kill in words and numbers: who, by whom, on whose behalf, what was expected.
public struct KillRecord: Hashable, Sendable {
  public var victim: Candidate
  public var signal: Signal
  public var cause: KillCause
  /// The memory terms when it was decided.
  public var terms: MemoryTerms
  public var steps = KillSteps()
  /// A rule's steps, which win over those of any row; `nil`: no rule has any for it.
  public var ruleSteps: Escalation?
  /// What became of reaping it; `nil`: it was not tried, or is not over.
  public var reaping: Reaping?

  public init(victim: Candidate, signal: Signal, cause: KillCause, terms: MemoryTerms) {
    self.victim = victim
    self.signal = signal
    self.cause = cause
    self.terms = terms
  }

  /// From the beginning of the sample that saw the row crossed until the signal was sent; zero by
  /// hand, and before.
  public var latency: Duration {
    guard let sampled = steps.sampled, let signalled = steps.signalled else { return .zero }
    return sampled.duration(to: signalled)
  }
}

public enum KillCause: Hashable, Sendable {
  case byHand
  /// Row `level` (index) with its values at that moment.
  case row(level: Int, Level)
}

/// When each step of a kill was done; `nil`: not, or not yet.
public struct KillSteps: Hashable, Sendable {
  /// The sample that saw the row crossed began. Never by hand.
  public var sampled: Instant?
  /// The victim and memory were read again, and it was still the victim.
  public var confirmed: Instant?
  /// The first signal was sent.
  public var signalled: Instant?
  /// SIGKILL after SIGTERM.
  public var escalated: Instant?
  public var exited: Instant?
  /// What came back was measured.
  public var settled: Instant?

  public init() {}
}

/// Who stood first when a kill was decided: the first of the order, in a fixed place without a heap
/// reference. For the journal alone: an entry that carried them would be copied into each snapshot.
public struct Decision: Sendable {
  public static let capacity = 10

  /// Of the intent that it belongs to.
  public private(set) var sequence: UInt64 = 0
  public private(set) var count = 0
  private var places: InlineArray<10, Candidate>

  public init() {
    let nobody = ProcessReading(key: ProcessKey(pid: 0, startTime: 0))
    places = InlineArray(repeating: Candidate(nobody))
  }

  /// The candidate at `index`, 0 ..< `count`; 0 is the first of the order.
  public subscript(index: Int) -> Candidate {
    precondition(index >= 0 && index < count)
    return places[index]
  }

  /// Takes the first of the tree. O(log n + `capacity`); allocates nothing.
  mutating func take(_ tree: borrowing CandidateTree, for sequence: UInt64) {
    self.sequence = sequence
    count = 0
    tree.forEachFirst(Self.capacity) { candidate in
      places[count] = candidate
      count += 1
    }
  }
}
