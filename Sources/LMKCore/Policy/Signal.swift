/// A signal, by its Linux number (the numbers of x86 and Arm).
public struct Signal: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
  public var rawValue: Int32

  public init(rawValue: Int32) { self.rawValue = rawValue }

  public static let hangUp = Signal(rawValue: 1)
  public static let interrupt = Signal(rawValue: 2)
  public static let quit = Signal(rawValue: 3)
  public static let abort = Signal(rawValue: 6)
  public static let kill = Signal(rawValue: 9)
  public static let user1 = Signal(rawValue: 10)
  public static let user2 = Signal(rawValue: 12)
  public static let terminate = Signal(rawValue: 15)
  public static let resume = Signal(rawValue: 18)
  public static let stop = Signal(rawValue: 19)

  /// The signals a kill dialog offers, SIGTERM first: it is preselected.
  public static let offered: [Signal] = [
    .terminate, .kill, .interrupt, .hangUp, .quit, .abort, .user1, .user2, .stop, .resume,
  ]

  /// `SIGTERM`; `signal 42` for one that is not listed.
  public var description: String {
    switch self {
    case .hangUp: "SIGHUP"
    case .interrupt: "SIGINT"
    case .quit: "SIGQUIT"
    case .abort: "SIGABRT"
    case .kill: "SIGKILL"
    case .user1: "SIGUSR1"
    case .user2: "SIGUSR2"
    case .terminate: "SIGTERM"
    case .resume: "SIGCONT"
    case .stop: "SIGSTOP"
    default: "signal \(rawValue)"
    }
  }

  /// The name without SIG, as `kill -TERM` takes it.
  public var shortName: String {
    let full = description
    return full.hasPrefix("SIG") ? String(full.dropFirst(3)) : String(rawValue)
  }

  /// Whether its memory may be expected back: a process that handles SIGHUP or SIGUSR1 means
  /// something else by it.
  public var mayEnd: Bool {
    [.terminate, .kill, .interrupt, .quit, .abort].contains(self)
  }
}
