import Foundation

/// A program on a pseudo-terminal of its own, as a session of its own: what it writes is kept, what
/// it does to the tty can be read, before and after its end. Ended and reaped with its owner.
public final class TerminalChild {
  /// Everything that was written to the terminal.
  public private(set) var output: [UInt8] = []
  public let settingsBefore: termios
  public private(set) var pid: pid_t = 0
  private var main: Int32
  /// Kept open, so that its settings can be read after the program has gone.
  private var device: Int32
  private let name: String
  private let environment: [String: String]
  private var status: Int32?

  // What the importer does not see: TIOCSPTLCK, TIOCGPTN, POSIX_SPAWN_SETSID.
  private static let unlock: UInt = 0x4004_5431
  private static let number: UInt = 0x8004_5430
  private static let newSession: Int16 = 0x80
  private static let pause: Duration = .milliseconds(20)
  /// Only bounds a failure.
  private static let looks = 3000

  /// - Parameter environment: on top of a UTF-8 locale, xterm-256color and an empty home.
  public init(
    _ program: String, _ arguments: [String], environment: [String: String] = [:],
    columns: Int = 80, rows: Int = 24
  ) throws {
    self.environment = [
      "TERM": "xterm-256color", "LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin",
      "HOME": "/nonexistent",
    ].merging(environment) { $1 }
    main = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
    var lock: Int32 = 0
    var number: UInt32 = 0
    guard main >= 0, ioctl(main, Self.unlock, &lock) == 0,
      ioctl(main, Self.number, &number) == 0
    else { throw POSIXError(.ENXIO) }
    name = "/dev/pts/\(number)"
    device = open(name, O_RDWR | O_NOCTTY | O_CLOEXEC)
    var settings = termios()
    guard device >= 0, tcgetattr(device, &settings) == 0 else { throw POSIXError(.ENXIO) }
    settingsBefore = settings
    resize(columns: columns, rows: rows)
    try start(program, arguments)
  }

  deinit {
    if status == nil {
      kill(pid, SIGKILL)
      waitpid(pid, nil, 0)
    }
    hangUp()
  }

  /// Starts another program on the same terminal, after the end of the first.
  public func start(_ program: String, _ arguments: [String]) throws {
    status = nil
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    // Opened in the new session, it becomes its controlling terminal.
    posix_spawn_file_actions_addopen(&actions, 0, name, O_RDWR, 0)
    posix_spawn_file_actions_adddup2(&actions, 0, 1)
    posix_spawn_file_actions_adddup2(&actions, 0, 2)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // A test's thread may have signals blocked; the child of a test must be mortal.
    var mask = sigset_t()
    sigemptyset(&mask)
    posix_spawnattr_setsigmask(&attributes, &mask)
    posix_spawnattr_setflags(&attributes, Self.newSession | Int16(POSIX_SPAWN_SETSIGMASK))
    let argv = ([program] + arguments).map { strdup($0) } + [nil]
    let envp = environment.map { strdup("\($0)=\($1)") } + [nil]
    defer { for pointer in argv + envp { free(pointer) } }
    let result = posix_spawn(&pid, program, &actions, &attributes, argv, envp)
    guard result == 0 else { throw POSIXError(POSIXErrorCode(rawValue: result) ?? .EIO) }
  }

  public var text: String { String(decoding: output, as: UTF8.self) }

  public func type(_ text: String) { _ = write(main, text, text.utf8.count) }

  public func resize(columns: Int, rows: Int) {
    var size = winsize(
      ws_row: UInt16(rows), ws_col: UInt16(columns), ws_xpixel: 0, ws_ypixel: 0)
    _ = ioctl(main, UInt(TIOCSWINSZ), &size)
  }

  /// The tty's settings now.
  public var settings: termios {
    var settings = termios()
    tcgetattr(device, &settings)
    return settings
  }

  /// Whether lines, echo, signals and the meaning of each control character are as they were.
  public var hasFormerSettings: Bool { Self.same(settings, settingsBefore) }

  private static func same(_ one: termios, _ other: termios) -> Bool {
    withUnsafeBytes(of: one.c_cc) { left in
      withUnsafeBytes(of: other.c_cc) { right in left.elementsEqual(right) }
    } && one.c_iflag == other.c_iflag && one.c_oflag == other.c_oflag
      && one.c_cflag == other.c_cflag && one.c_lflag == other.c_lflag
  }

  /// The other end goes away, as a window that is closed.
  public func hangUp() {
    if device >= 0 { close(device) }
    if main >= 0 { close(main) }
    (device, main) = (-1, -1)
  }

  /// Reads on until a condition holds; `false`: in vain. Holds no thread meanwhile: others wait for
  /// theirs.
  public func wait(until condition: (TerminalChild) -> Bool) async throws -> Bool {
    // Looks are counted, not seconds: other tests may hold the threads for long.
    for _ in 0..<Self.looks {
      read()
      if condition(self) { return true }
      try await Task.sleep(for: Self.pause)
    }
    return false
  }

  public func wait(for words: String) async throws -> Bool {
    try await wait { $0.text.contains(words) }
  }

  /// Reads for so long; how many bytes came, and in how many seconds.
  public func bytes(in duration: Duration) async throws -> (count: Int, seconds: Double) {
    let clock = ContinuousClock()
    let start = clock.now
    let before = output.count
    while start.duration(to: clock.now) < duration {
      read()
      try await Task.sleep(for: Self.pause)
    }
    read()
    let passed = start.duration(to: clock.now)
    let seconds = Double(passed.components.seconds) + Double(passed.components.attoseconds) / 1e18
    return (output.count - before, seconds)
  }

  /// What waitpid(2) tells, once it has ended; `nil`: it has not.
  public func end() async throws -> Int32? {
    _ = try await wait { child in
      if child.status == nil {
        var status: Int32 = 0
        if waitpid(child.pid, &status, WNOHANG) == child.pid { child.status = status }
      }
      return child.status != nil
    }
    read()
    return status
  }

  /// What has come so far.
  private func read() {
    guard main >= 0 else { return }
    var piece = [UInt8](repeating: 0, count: 65536)
    while true {
      var entry = pollfd(fd: main, events: Int16(POLLIN), revents: 0)
      guard poll(&entry, 1, 0) > 0 else { return }
      let count = Glibc.read(main, &piece, piece.count)
      guard count > 0 else { return }
      output += piece[..<count]
    }
  }
}
