import Foundation

/// A program that was run to its end: its exit status and what it said.
///
/// Its output goes to files, not to pipes: another child that is started at the same moment and
/// lives on (a tmux server) could hold a pipe open for ever.
public struct FinishedCommand: Sendable {
  /// 128 + n if signal n ended it, as a shell has it.
  public var status: Int32
  public var output: Data
  public var errors: Data

  public var text: String { String(decoding: output, as: UTF8.self) }
  public var complaint: String { String(decoding: errors, as: UTF8.self) }

  /// Runs the program at `path` with standard input from /dev/null, and waits for its end.
  ///
  /// - Parameter environment: all of it; `nil`: that of the test.
  public static func run(
    _ path: String, _ arguments: [String], environment: [String: String]? = nil
  ) throws -> FinishedCommand {
    var template = Array("\(NSTemporaryDirectory())/lmktop-command-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw POSIXError(.EIO) }
    let folder = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    defer { try? FileManager.default.removeItem(atPath: folder) }  // a temporary folder

    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 1, "\(folder)/output", O_WRONLY | O_CREAT, 0o600)
    posix_spawn_file_actions_addopen(&actions, 2, "\(folder)/errors", O_WRONLY | O_CREAT, 0o600)

    // A test's thread may have signals blocked; the child of a test must be mortal.
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var mask = sigset_t()
    sigemptyset(&mask)
    posix_spawnattr_setsigmask(&attributes, &mask)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))

    let words = ([path] + arguments).map { strdup($0) }
    defer { for word in words { free(word) } }
    let all = environment ?? ProcessInfo.processInfo.environment
    let variables = all.map { strdup("\($0)=\($1)") }
    defer { for variable in variables { free(variable) } }
    var pid: pid_t = 0
    let error = posix_spawn(
      &pid, path, &actions, &attributes, words + [nil], variables + [nil])
    guard error == 0 else { throw POSIXError(POSIXErrorCode(rawValue: error) ?? .EIO) }
    var status: Int32 = 0
    while waitpid(pid, &status, 0) < 0, errno == EINTR {}
    let signal = status & 0x7f
    return FinishedCommand(
      status: signal == 0 ? status >> 8 & 0xff : 128 + signal,
      output: try Data(contentsOf: URL(filePath: "\(folder)/output")),
      errors: try Data(contentsOf: URL(filePath: "\(folder)/errors")))
  }
}
