import LMKCore

extension TargetTable {
  /// Writes its oom_score_adj (write(2) to /proc/PID/oom_score_adj), and returns what stood there
  /// before. The kernel writes it to every process that shares its memory, too.
  ///
  /// The path is looked up while a pidfd of the process is held: if the start time agrees and the
  /// process has not exited afterwards, nobody else can have had the pid, and the open file is this
  /// process's until its end.
  /// - Throws: `.gone`, `.reused`; `.refused(EACCES)` for another user's process, and below the
  ///   lowest adj that a process with CAP_SYS_RESOURCE has set for it (0 as a rule) without that
  ///   capability; `.error(EINVAL)` if it is not bound; `.error` with what the kernel says. Nothing
  ///   has changed then.
  public mutating func setAdj(
    _ adj: OOMScoreAdj, of key: ProcessKey
  ) throws(KillFailure) -> OOMScoreAdj {
    guard let pidfd = pidfd(of: key) else { throw .error(.invalid) }
    let file = try open("oom_score_adj", of: key.pid, .readWrite)
    guard try startTime(of: key.pid) == key.startTime else { throw .reused }
    guard try !Self.hasExited(pidfd) else { throw .gone }
    let before = try currentAdj(of: key)
    do throws(Errno) {
      try file.writeAll(Array("\(adj.rawValue)\n".utf8))
    } catch {
      throw Self.failure(error)
    }
    return before
  }
}
