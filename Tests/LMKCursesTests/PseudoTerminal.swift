import Glibc

/// `lmkterm` on a pseudo-terminal of its own, with a line of commands to it and one of reports from
/// it, and a small xterm that shows what it paints.
///
/// Every wait is for something to happen, without a time limit: reports, bytes, or the end.
final class PseudoTerminal {
  private(set) var screen: VirtualScreen
  /// Everything that the program wrote to the terminal.
  private(set) var output: [UInt8] = []
  let settingsBefore: termios
  private let main: Int32
  private let device: Int32
  private let commands: Int32
  private let reports: Int32
  private let child: pid_t
  private var pending: [UInt8] = []
  private(set) var status: Int32?

  init(
    columns: Int = 80, rows: Int = 24, environment: [String: String] = [:],
    arguments: [String] = []
  ) {
    main = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
    var lock: Int32 = 0
    var number: UInt32 = 0
    precondition(main >= 0 && ioctl(main, Self.unlock, &lock) == 0)
    precondition(ioctl(main, Self.number, &number) == 0)
    let name = "/dev/pts/\(number)"
    var size = winsize(
      ws_row: UInt16(rows), ws_col: UInt16(columns), ws_xpixel: 0, ws_ypixel: 0)
    // Kept open, so that its settings can be read after the program has gone.
    device = open(name, O_RDWR | O_NOCTTY | O_CLOEXEC)
    precondition(device >= 0 && ioctl(device, UInt(TIOCSWINSZ), &size) == 0)
    var settings = termios()
    precondition(tcgetattr(device, &settings) == 0)
    settingsBefore = settings

    var down: [Int32] = [0, 0]
    var up: [Int32] = [0, 0]
    // Sockets, because they are born with CLOEXEC: another test starts its program at any moment.
    let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
    precondition(socketpair(AF_UNIX, kind, 0, &down) == 0)
    precondition(socketpair(AF_UNIX, kind, 0, &up) == 0)
    // Out of the way of 3 and 4, which the child's ends become.
    let downEnd = fcntl(down[0], F_DUPFD_CLOEXEC, 10)
    let upEnd = fcntl(up[1], F_DUPFD_CLOEXEC, 10)
    close(down[0])
    close(up[1])
    commands = down[1]
    reports = up[0]

    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    posix_spawn_file_actions_addopen(&actions, 0, name, O_RDWR, 0)
    posix_spawn_file_actions_adddup2(&actions, 0, 1)
    posix_spawn_file_actions_adddup2(&actions, 0, 2)
    posix_spawn_file_actions_adddup2(&actions, downEnd, 3)
    posix_spawn_file_actions_adddup2(&actions, upEnd, 4)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    posix_spawnattr_setflags(&attributes, Self.newSession)

    let program = Self.program
    var values = ["TERM": "xterm-256color", "LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin"]
    values.merge(environment) { $1 }
    let argv = ([program] + arguments).map { strdup($0) } + [nil]
    let envp = values.map { strdup("\($0)=\($1)") } + [nil]
    var child: pid_t = 0
    let result = posix_spawn(&child, program, &actions, &attributes, argv, envp)
    precondition(result == 0, "cannot start \(program)")
    self.child = child
    for pointer in argv + envp { free(pointer) }
    posix_spawn_file_actions_destroy(&actions)
    posix_spawnattr_destroy(&attributes)
    close(downEnd)
    close(upEnd)
    screen = VirtualScreen(columns: columns, rows: rows)
  }

  deinit {
    close(commands)
    if status == nil {
      kill(child, SIGKILL)
      waitpid(child, nil, 0)
    }
    close(main)
    close(device)
    close(reports)
  }

  // What the importer does not see: TIOCSPTLCK, TIOCGPTN, POSIX_SPAWN_SETSID.
  private static let unlock: UInt = 0x4004_5431
  private static let number: UInt = 0x8004_5430
  private static let newSession: Int16 = 0x80

  static var program: String {
    var path = [UInt8](repeating: 0, count: 4096)
    let count = readlink("/proc/self/exe", &path, path.count)
    let own = String(decoding: path[..<max(0, count)], as: UTF8.self)
    // The test bundle lies beside it; a runner of another place is told by the arguments.
    for candidate in [own] + CommandLine.arguments {
      let folder = candidate.split(separator: "/", omittingEmptySubsequences: false).dropLast()
      let path = (folder + ["lmkterm"]).joined(separator: "/")
      if access(path, X_OK) == 0 { return path }
    }
    return "lmkterm"
  }

  // MARK: Talking

  /// Types at the terminal.
  func type(_ text: String) { Self.send(Array(text.utf8), to: main) }

  func type(_ bytes: [UInt8]) { Self.send(bytes, to: main) }

  /// A command, and the first line that answers it.
  @discardableResult
  func command(_ line: String, answer: String) -> String {
    send(line)
    return report(startingWith: answer)
  }

  func send(_ line: String) { Self.send(Array((line + "\n").utf8), to: commands) }

  func resize(columns: Int, rows: Int) {
    var size = winsize(
      ws_row: UInt16(rows), ws_col: UInt16(columns), ws_xpixel: 0, ws_ypixel: 0)
    precondition(ioctl(main, UInt(TIOCSWINSZ), &size) == 0)
    screen.resize(columns: columns, rows: rows)
  }

  func spoil(column: Int, row: Int) { screen.spoil(column: column, row: row) }

  /// The tty's settings now.
  var settings: termios {
    var settings = termios()
    tcgetattr(device, &settings)
    return settings
  }

  /// The next line from the program; `nil` when it has ended.
  func report() -> String? {
    while true {
      if let end = pending.firstIndex(of: UInt8(ascii: "\n")) {
        let line = String(decoding: pending[..<end], as: UTF8.self)
        pending.removeSubrange(...end)
        // What it painted before this line is in the terminal by now.
        drain()
        return line
      }
      guard status == nil else { return nil }
      wait()
    }
  }

  /// Skips lines until one starts so; the empty string when the program has ended.
  func report(startingWith prefix: String) -> String {
    while let line = report() {
      if line.hasPrefix(prefix) { return line }
    }
    return ""
  }

  /// Waits for the end of the program; its exit status.
  func end() -> Int32 {
    while status == nil { wait() }
    drain()
    return status!
  }

  private func wait() {
    var descriptors = [
      pollfd(fd: main, events: Int16(POLLIN), revents: 0),
      pollfd(fd: reports, events: Int16(POLLIN), revents: 0),
    ]
    poll(&descriptors, 2, -1)
    drain()
    guard descriptors[1].revents != 0 else { return }
    var buffer = [UInt8](repeating: 0, count: 65536)
    let count = read(reports, &buffer, buffer.count)
    if count > 0 {
      pending += buffer[..<count]
    } else {
      var ended: Int32 = 0
      // Its end of the pipe is closed: it has ended, or is about to.
      while waitpid(child, &ended, 0) < 0 && errno == EINTR {}
      status = ended & 0x7f == 0 ? ended >> 8 & 0xff : -(ended & 0x7f)
    }
  }

  private func drain() {
    var buffer = [UInt8](repeating: 0, count: 65536)
    while true {
      var descriptor = pollfd(fd: main, events: Int16(POLLIN), revents: 0)
      guard poll(&descriptor, 1, 0) > 0, descriptor.revents & Int16(POLLIN) != 0 else { return }
      let count = read(main, &buffer, buffer.count)
      guard count > 0 else { return }
      output += buffer[..<count]
      screen.feed(Array(buffer[..<count]))
    }
  }

  private static func send(_ bytes: [UInt8], to descriptor: Int32) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let written = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
      guard written > 0 else { return }
      rest = rest.dropFirst(written)
    }
  }
}
