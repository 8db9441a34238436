import Foundation

/// A process of the helper program lmkstorm: a child of the test, ended and reaped with its owner.
///
/// Its standard input is a socket whose other end only this object holds, so that nothing of it outlives the
/// test even if the test crashes.
public final class Storm: @unchecked Sendable {
  public struct Failure: Error, CustomStringConvertible {
    public var description: String
    public init(description: String) { self.description = description }
  }

  /// How a child ended.
  public enum End: Hashable, Sendable {
    case exited(Int32)
    case signalled(Int32)
  }

  public let pid: Int32
  private let input: Int32
  private let lock = NSLock()
  private var end: End?

  /// Starts `lmkstorm` with these words, and returns when it says that it is ready.
  public init(_ words: String...) throws {
    var input: [Int32] = [0, 0]
    var output: [Int32] = [0, 0]
    // Close-on-exec from the start, or another child that starts at this moment would hold it open.
    let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
    guard socketpair(AF_UNIX, kind, 0, &input) == 0, socketpair(AF_UNIX, kind, 0, &output) == 0
    else { throw Failure(description: "socketpair: \(errno)") }
    defer {
      close(input[0])
      close(output[0])
    }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, input[0], 0)
    posix_spawn_file_actions_adddup2(&actions, output[1], 1)

    var arguments: [UnsafeMutablePointer<CChar>?] = (["lmkstorm"] + words).map { strdup($0) }
    arguments.append(nil)
    defer { for argument in arguments { free(argument) } }
    var pid: pid_t = 0
    let error = posix_spawn(&pid, Self.program, &actions, nil, arguments, environ)
    close(output[1])
    guard error == 0 else {
      close(input[1])
      throw Failure(description: "\(Self.program) cannot be started: \(error)")
    }
    self.pid = pid
    self.input = input[1]

    var said: [UInt8] = []
    var byte: UInt8 = 0
    while said.last != UInt8(ascii: "\n") {
      let count = read(output[0], &byte, 1)
      if count < 0, errno == EINTR { continue }
      guard count == 1 else {
        throw Failure(description: "lmkstorm \(words) ended before it was ready: \(wait())")
      }
      said.append(byte)
    }
  }

  deinit {
    signal(SIGKILL)
    _ = wait()
    close(input)
  }

  /// Sends a signal to the child, unless it was reaped: its pid might be another's then.
  public func signal(_ number: Int32) {
    lock.withLock {
      if end == nil { kill(pid, number) }
    }
  }

  /// Writes one byte to its standard input, for the modes that wait for it.
  public func goOn() {
    var byte: UInt8 = 1
    _ = write(input, &byte, 1)
  }

  /// Waits for the end of the child, and reaps it.
  @discardableResult
  public func wait() -> End {
    lock.withLock {
      if let end { return end }
      var status: Int32 = 0
      while waitpid(pid, &status, 0) < 0, errno == EINTR {}
      let number = status & 0x7f
      let told = number == 0 ? End.exited(status >> 8 & 0xff) : .signalled(number)
      end = told
      return told
    }
  }

  /// Beside the program that runs the tests.
  public static var program: String {
    let own = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    return own.deletingLastPathComponent().appendingPathComponent("lmkstorm").path
  }
}
