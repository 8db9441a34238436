import Foundation

/// A terminal without a screen, and what was written to it.
final class PseudoTerminal {
  private let main: Int32
  private let other: Int32
  private(set) var output = ""

  init() throws {
    // TIOCSPTLCK and TIOCGPTN, which posix_openpt's kin stand for and the importer does not show.
    main = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
    var unlocked: Int32 = 0
    var number: Int32 = 0
    guard main >= 0, ioctl(main, 0x4004_5431, &unlocked) == 0,
      ioctl(main, 0x8004_5430, &number) == 0
    else { throw POSIXError(.ENXIO) }
    other = open("/dev/pts/\(number)", O_RDWR | O_NOCTTY | O_CLOEXEC)
    guard other >= 0 else { throw POSIXError(.ENXIO) }
    var settings = termios()
    tcgetattr(other, &settings)
    settings.c_oflag &= ~tcflag_t(OPOST)
    tcsetattr(other, TCSANOW, &settings)
  }

  deinit {
    close(main)
    if !isClosed { close(other) }
  }

  private var isClosed = false

  /// Whether it takes lines and echoes them, as it did at first.
  var isCooked: Bool {
    var settings = termios()
    tcgetattr(main, &settings)
    let wanted = tcflag_t(ICANON | ECHO)
    return settings.c_lflag & wanted == wanted
  }

  /// The side that programs write to.
  var screen: Int32 { other }

  /// As a program with a full screen sets it.
  func makeRaw() {
    var settings = termios()
    tcgetattr(other, &settings)
    settings.c_lflag &= ~tcflag_t(ICANON | ECHO)
    tcsetattr(other, TCSANOW, &settings)
  }

  /// What stands in the terminal's queue.
  func firstOutput() -> String {
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 65536)
    var entry = pollfd(fd: main, events: Int16(POLLIN), revents: 0)
    while poll(&entry, 1, 0) == 1 {
      let count = read(main, &piece, piece.count)
      guard count > 0 else { break }
      bytes += piece[..<count]
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Runs the program beside the tests' with all three standard descriptors on the terminal, to its
  /// end; returns what waitpid tells.
  func run(_ words: [String]) throws -> Int32 {
    let own = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    let program = own.deletingLastPathComponent().appendingPathComponent(words[0]).path
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    for number in Int32(0)...2 { posix_spawn_file_actions_adddup2(&actions, other, number) }
    var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) }
    arguments.append(nil)
    defer { for argument in arguments { free(argument) } }
    var pid: pid_t = 0
    guard posix_spawn(&pid, program, &actions, nil, arguments, environ) == 0 else {
      throw POSIXError(.ENOENT)
    }
    // EIO after the child's end, when nobody else holds the other side.
    close(other)
    isClosed = true
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 4096)
    while true {
      let count = read(main, &piece, piece.count)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { break }
      bytes += piece[..<count]
    }
    output = String(decoding: bytes, as: UTF8.self)
    var status: Int32 = 0
    while waitpid(pid, &status, 0) < 0, errno == EINTR {}
    return status
  }
}
