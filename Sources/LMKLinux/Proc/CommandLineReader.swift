import LMKCore

/// Reads the command lines of processes. For a worker, never the engine: cmdline waits for the
/// process's mmap lock, and can hang for as long as the process does.
public struct CommandLineReader: ~Copyable {
  /// Longer ones are cut.
  public static let limit = 4096

  public struct Reading: Hashable, Sendable {
    /// stat field 2, a moment before: a program that was replaced since has another, as a rule.
    public var name: ProcessName
    /// A space for each NUL between the words; not filtered for a terminal. Empty for a kernel
    /// thread or a zombie.
    public var bytes: [UInt8]
  }

  private let root: ProcRoot
  private let path = ProcPath()
  private var buffer = RawBuffer(capacity: Self.limit)

  public init(root: ProcRoot) { self.root = root }

  /// /proc/PID/cmdline.
  /// - Parameter startTime: stat field 22; another process that has the pid by now is not read.
  /// - Returns: `nil` if the process is gone or cannot be read.
  public mutating func read(pid: Int32, startTime: UInt64) -> Reading? {
    do {
      path.set(pid)
      // Both files through one folder: it stays bound to its process.
      let folder = try root.folder.open(at: path.bytes, .place)
      try buffer.fillOnce(from: try folder.open(at: "stat", .read))
      guard let stat = StatParser.parse(buffer.contents), stat.startTime == startTime else {
        return nil
      }
      try buffer.fillAndCut(from: try folder.open(at: "cmdline", .read))
      var bytes = Array(buffer.contents)
      while bytes.last == 0 { bytes.removeLast() }
      for index in bytes.indices where bytes[index] == 0 { bytes[index] = UInt8(ascii: " ") }
      return Reading(name: stat.name, bytes: bytes)
    } catch {
      return nil
    }
  }
}
