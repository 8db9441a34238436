import CLinux
import LMKCore

/// A program that was started as our child, never through a shell. Its pid stays its own until it is
/// waited for here.
public struct ChildProgram: ~Copyable {
  /// How it ended.
  public enum End: Hashable, Sendable {
    case exited(Int32)
    case signalled(Signal)
  }

  /// Where its standard error goes.
  public enum Errors: Hashable, Sendable {
    /// To ours.
    case shared
    /// To /dev/null.
    case discarded
  }

  public let pid: Int32
  private let output: FileDescriptor?
  private var hasEnded = false

  /// Starts it (posix_spawn(3)) with our environment; standard input is /dev/null.
  /// - Parameters:
  ///   - path: of the program; it is not looked for.
  ///   - facts: in its environment, on top of ours; no name twice. A NUL in one ends it.
  ///   - readsOutput: whether `readOutput` will be called; else the output goes to /dev/null.
  /// - Throws: ENOENT, EACCES, EAGAIN, ENOMEM.
  public init(
    path: String, _ arguments: [String], adding facts: [(name: String, value: String)] = [],
    readsOutput: Bool = false, errors: Errors = .shared
  ) throws(Errno) {
    var ends: (Int32, Int32) = (-1, -1)
    if readsOutput { try System.check(lmk_pipe(&ends.0, &ends.1)) }
    // Both close with their owners, whatever happens below.
    let readEnd = ends.0 >= 0 ? FileDescriptor(taking: ends.0) : nil
    let writeEnd = ends.1 >= 0 ? FileDescriptor(taking: ends.1) : nil
    var words = ([path] + arguments).map { Self.copy($0) }
    words.append(nil)
    defer { for case let word? in words { word.deallocate() } }
    let variables = Self.environment(adding: facts)
    defer { for case let variable? in variables { variable.deallocate() } }
    pid = try System.check(
      lmk_spawn(path, words, variables, ends.1, errors == .shared ? 2 : -1))
    output = readEnd
    _ = consume writeEnd
  }

  /// Ours, but for the names of the facts, and the facts; with a null at the end.
  private static func environment(
    adding facts: [(name: String, value: String)]
  ) -> [UnsafeMutablePointer<CChar>?] {
    var variables: [UnsafeMutablePointer<CChar>?] = []
    var next = lmk_environment()
    while let variable = next?.pointee {
      let text = String(cString: variable)
      if !facts.contains(where: { text.hasPrefix("\($0.name)=") }) { variables.append(copy(text)) }
      next = next?.advanced(by: 1)
    }
    for fact in facts { variables.append(copy("\(fact.name)=\(fact.value)")) }
    variables.append(nil)
    return variables
  }

  private static func copy(_ text: String) -> UnsafeMutablePointer<CChar>? {
    let bytes = text.utf8CString
    let memory = UnsafeMutablePointer<CChar>.allocate(capacity: bytes.count)
    bytes.withUnsafeBufferPointer {
      memory.initialize(from: $0.baseAddress!, count: bytes.count)
    }
    return memory
  }

  /// A child that nobody waited for is ended with its owner.
  deinit {
    if !hasEnded {
      _ = lmk_signal_child(pid, Signal.kill.rawValue)
      _ = lmk_wait(pid, 1)
    }
  }

  /// Waits for the next bytes of its output; empty at the end.
  public func readOutput() throws(Errno) -> [UInt8] {
    let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: 4096, alignment: 8)
    defer { memory.deallocate() }
    switch output {
    case .some(let output):
      let count = try output.read(into: memory)
      return Array(memory[..<count])
    case .none: throw .badDescriptor
    }
  }

  /// Signals it, unless it was waited for.
  public func signal(_ signal: Signal) {
    if !hasEnded { _ = lmk_signal_child(pid, signal.rawValue) }
  }

  /// Waits for its end, for so long at most (pidfd_open(2), poll(2)). `nil`: it runs on.
  public mutating func wait(within limit: Duration) throws(Errno) -> End? {
    let pidfd = FileDescriptor(taking: try System.check(lmk_pidfd_open(pid)))
    let milliseconds = Int32(clamping: max(0, limit.wholeNanoseconds) / 1_000_000)
    guard try System.check(lmk_pidfd_wait(pidfd.raw, milliseconds)) == 1 else { return nil }
    return try wait()
  }

  /// Waits for its end (waitpid(2)).
  public mutating func wait() throws(Errno) -> End {
    let status = try System.check(lmk_wait(pid, 1))
    hasEnded = true
    let number = Int32(status & 0x7f)
    return number == 0
      ? .exited(Int32(status >> 8 & 0xff)) : .signalled(Signal(rawValue: number))
  }
}
