import LMKCore

/// Whom this program depends on: its parents and theirs, up to pid 1, which is not among them. That
/// is the shell, the terminal or the multiplexer's server, the login or the sshd session: with one
/// of them lmktop itself goes.
public struct Ancestry: ~Copyable {
  /// A longer chain is a loop, made of pids that were reused while it was read.
  private static let limit = 64

  private let root: ProcRoot
  private let path = ProcPath()
  private var buffer = RawBuffer(capacity: 1024)

  public init(root: ProcRoot) { self.root = root }

  /// The chain as it is now, the nearest first (stat fields 4 and 22). It ends where a process
  /// cannot be read: what is seen is spared.
  public mutating func read(of pid: Int32) -> [ProcessKey] {
    var chain: [ProcessKey] = []
    var next = stat(of: pid)?.parent
    while let pid = next, pid > 1, chain.count < Self.limit, let stat = stat(of: pid) {
      chain.append(ProcessKey(pid: pid, startTime: stat.startTime))
      next = stat.parent
    }
    return chain
  }

  private mutating func stat(of pid: Int32) -> StatParser.Stat? {
    path.set(pid, "stat")
    do {
      try buffer.fillOnce(from: try root.folder.open(at: path.bytes, .read))
    } catch {
      return nil
    }
    return StatParser.parse(buffer.contents)
  }
}
