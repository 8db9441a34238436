/// What one killer would do at this moment, and why: this table, the kernel, or another program.
public struct Opinion: Hashable, Sendable {
  /// One name for programs, which never changes: `lmktop`, `kernel`, `earlyoom-1.7`, ….
  public var name: String
  /// Its trigger is reached.
  public var wouldAct: Bool
  /// Whom it would take now, or would take if its trigger were reached now; `nil`: nobody, or a
  /// whole control group.
  public var victim: Victim?
  /// The control group it would take, by its path.
  public var group: String?
  /// Whom, by which rule; and what its trigger is, with its values.
  public var why: String
  /// The process that runs it on this machine; `nil`: it is not running.
  public var runningPid: Int32?
  /// So many pages more have to be taken until its trigger is reached, if swap takes what it can;
  /// 0: it is reached; `nil`: that cannot be said.
  public var pagesLeft: Int?

  public struct Victim: Hashable, Sendable {
    public var key: ProcessKey
    public var name: ProcessName

    public init(key: ProcessKey, name: ProcessName) {
      self.key = key
      self.name = name
    }

    public init(_ candidate: Candidate) {
      self.init(key: candidate.key, name: candidate.name)
    }
  }

  public init(name: String, wouldAct: Bool, victim: Victim? = nil, why: String) {
    self.name = name
    self.wouldAct = wouldAct
    self.victim = victim
    self.why = why
  }
}

/// The opinions of all killers on one population at one moment.
public struct Opinions: Hashable, Sendable {
  public var list: [Opinion]
  public var at: Instant

  public init(_ list: [Opinion], at: Instant) {
    self.list = list
    self.at = at
  }

  /// Of those that run here, who reaches its trigger first if memory goes on being taken: the one
  /// with the fewest pages left. The kernel's own always runs.
  public var firstToAct: Opinion? {
    list.filter { $0.runningPid != nil || $0.name == Self.kernelName }
      .compactMap { opinion in opinion.pagesLeft.map { (opinion, $0) } }
      .min { $0.1 < $1.1 }?.0
  }

  public static let kernelName = "kernel"
}
