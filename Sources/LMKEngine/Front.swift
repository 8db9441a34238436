import LMKCore

/// Whom the engine works for: what the signals mean is a matter of that, and what is handed over.
public enum Front: Hashable, Sendable {
  /// A screen on a terminal. HUP says that the terminal is gone; each signal ends the program with
  /// the status that a shell expects. Snapshots are handed over.
  case terminal
  /// Nobody watches. INT, TERM and QUIT end the program cleanly; HUP, which asks to read the
  /// configuration again, is not the engine's. Notices are handed over.
  case service

  /// The signals that the engine takes, and leaves upon; block them before any thread is made.
  public var departureSignals: [Signal] {
    switch self {
    case .terminal: [.interrupt, .terminate, .hangUp, .quit]
    case .service: [.interrupt, .terminate, .quit]
    }
  }

  /// How the program ends after a signal.
  public func exitStatus(after signal: Signal) -> Int32 {
    switch self {
    case .terminal: 128 + signal.rawValue
    case .service: 0
    }
  }
}

/// What the engine tells a service, one after the other.
public enum Notice: Sendable {
  case entry(JournalEntry)
  /// Told at the start, and when it has changed.
  case capability(Capability)
}
