import Foundation

/// Any program as a child of a test, killed and reaped with its owner.
public final class PlainChild {
  public let pid: Int32
  private let input: Int32?
  private var isReaped = false

  /// - Parameter holdsInput: its standard input is a pipe, for `say`; else /dev/null.
  public init(_ path: String, _ arguments: [String], holdsInput: Bool = false) throws {
    var ends: [Int32] = [-1, -1]
    if holdsInput {
      guard pipe(&ends) == 0 else { throw POSIXError(.EMFILE) }
      for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    if holdsInput {
      posix_spawn_file_actions_adddup2(&actions, ends[0], 0)
    } else {
      posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    }
    // Its own children may outlive it, and must not hold the test's output open.
    for output in [Int32(1), 2] {
      posix_spawn_file_actions_addopen(&actions, output, "/dev/null", O_WRONLY, 0)
    }
    // Whoever runs the test may hold signals back; what is to hear them must not.
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var mask = sigset_t()
    sigemptyset(&mask)
    posix_spawnattr_setsigmask(&attributes, &mask)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
    let words = ([URL(filePath: path).lastPathComponent] + arguments).map { strdup($0) }
    defer { for word in words { free(word) } }
    var child: pid_t = 0
    let error = posix_spawn(&child, path, &actions, &attributes, words + [nil], environ)
    if holdsInput { close(ends[0]) }
    guard error == 0 else { throw POSIXError(POSIXErrorCode(rawValue: error) ?? .EIO) }
    pid = child
    input = holdsInput ? ends[1] : nil
  }

  public func say(_ text: String) throws {
    guard let input, write(input, text, text.utf8.count) == text.utf8.count else {
      throw POSIXError(.EPIPE)
    }
  }

  /// Whether it has not ended.
  public var isAlive: Bool { !isReaped && waitpid(pid, nil, WNOHANG) == 0 }

  /// Ends it and waits for that.
  public func kill() {
    guard !isReaped else { return }
    isReaped = true
    Foundation.kill(pid, SIGKILL)
    waitpid(pid, nil, 0)
  }

  deinit {
    kill()
    if let input { close(input) }
  }
}
