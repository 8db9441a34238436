/// Where a process of the table stands.
public enum Standing: Hashable, Sendable {
  /// In the tree: may die.
  case candidate
  /// Spared by a rule, a pin or its age: out of the tree, shown where it would stand.
  case protected(Protection)
  /// Signalled, and not yet gone.
  case dying
  /// Signalled with SIGKILL, and still there when its time was over (D state, or a debugger).
  case stuck
  /// A signal was refused with this errno; set aside for a while, so that others get their turn.
  case refused(Errno)
  /// Never a candidate.
  case exempt(Exemption)
}

/// Why a process is spared that could be a candidate.
public enum Protection: Hashable, Sendable {
  /// A rule that says so, by its place in the book.
  case rule(Int16)
  /// The operator's word on this one process, as long as it lives.
  case pin
  /// Younger than what the configuration asks for.
  case young
  /// What the rules say of it is not known yet: for a second at most.
  case unanswered
}

/// Why a process is never a candidate.
public enum Exemption: String, Hashable, Sendable, CaseIterable {
  /// Told by PF_KTHREAD, never by its pid or parent.
  case kernelThread
  /// pid 1 of the pid namespace.
  case initProcess
  /// This program.
  case lmktop
  /// The scope does not include it.
  case outsideScope
  /// `oom_score_adj` is −1000.
  case never
  /// A parent of this program, or a parent's parent: its shell, terminal, multiplexer, login.
  case ancestor
  /// Holds no memory: a zombie without live threads, or a process in its exit.
  case noMemory

  /// Short words for a WHY column.
  public var words: String {
    switch self {
    case .kernelThread: "kernel thread"
    case .initProcess: "init"
    case .lmktop: "lmktop itself"
    case .outsideScope: "outside the scope"
    case .never: "adj -1000: never"
    case .ancestor: "lmktop's terminal"
    case .noMemory: "holds no memory"
    }
  }
}

extension Standing {
  var isExempt: Bool {
    switch self {
    case .exempt: true
    case .candidate, .protected, .dying, .stuck, .refused: false
    }
  }

  var isSetAside: Bool {
    switch self {
    case .refused: true
    case .candidate, .protected, .dying, .stuck, .exempt: false
    }
  }
}
