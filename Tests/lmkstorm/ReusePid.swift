import CLinux
import CStorm
import Glibc
import LMKCore
import LMKEngine
import LMKLinux

/// A child of this program, to be killed and reaped here.
private func child(adj: Int, mebibytes: Int) throws(Errno) -> Int32 {
  guard let program = realpath("/proc/self/exe", nil) else { throw .noEntry }
  defer { free(program) }
  var ends: [Int32] = [0, 0]
  guard pipe(&ends) == 0 else { throw Errno(errno) }
  defer { close(ends[0]) }
  var actions = posix_spawn_file_actions_t()
  posix_spawn_file_actions_init(&actions)
  defer { posix_spawn_file_actions_destroy(&actions) }
  posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
  posix_spawn_file_actions_adddup2(&actions, ends[1], 1)
  posix_spawn_file_actions_addclose(&actions, ends[0])
  var words: [UnsafeMutablePointer<CChar>?] =
    [strdup("lmkstorm"), strdup("grow"), strdup("\(mebibytes)"), strdup("\(adj)"), nil]
  defer { for word in words { free(word) } }
  var pid: pid_t = 0
  let error = posix_spawn(&pid, program, &actions, nil, &words, environ)
  close(ends[1])
  guard error == 0 else { throw Errno(error) }
  var said = [UInt8](repeating: 0, count: 6)
  guard read(ends[0], &said, 6) == 6 else { throw .inputOutput }
  return pid
}

private func end(_ pid: Int32) {
  kill(pid, SIGKILL)
  while waitpid(pid, nil, 0) < 0, errno == EINTR {}
}

/// Watches with a whole engine, while a process ends and another gets its pid. Only in a pid
/// namespace of its own, where nobody else is given pids.
func reusePid() throws {
  guard Identity.ownPid == 1 else { return print("not in a pid namespace of its own") }
  var monitor = MonitorConfiguration(
    thresholds: try Thresholds([Level(minfreePages: 1, adj: 1000)]))
  monitor.interval = .milliseconds(50)
  monitor.pageSize = Host.pageSize
  let engine = try Engine(
    EngineConfiguration(
      monitor: monitor, root: try ProcRoot(), journalPath: nil, identity: .current()))
  let thread = try engine.start()

  let first = try child(adj: 100, mebibytes: 24)
  var seen: Candidate?
  /// Waits for a row of that pid which is not `former`; every row on the way must be of one process
  /// or the other, never of both.
  func wait(for adj: OOMScoreAdj, insteadOf former: ProcessKey?) -> String? {
    for _ in 0..<1000 {
      if engine.takeSnapshot() {
        var mixed: String?
        engine.withSnapshot { snapshot in
          let rows = snapshot.rows.filter { $0.candidate.key.pid == first }
          if rows.count > 1 { mixed = "two rows of one pid" }
          guard let row = rows.first?.candidate else { return }
          if let former {
            let isOld = row.key == former
            if row.adj == (isOld ? adj : 100) { mixed = "mixed: \(row)" }
            if isOld == (row.rssPages * Host.pageSize < 20 << 20), row.rssPages > 0,
              row.adj == (isOld ? 100 : adj)
            {
              mixed = "mixed memory: \(row)"
            }
            if isOld { return }
          }
          if row.adj == adj { seen = row }
        }
        if let mixed { return mixed }
        if seen?.adj == adj { return nil }
      }
      usleep(10_000)
    }
    return "waited in vain for adj \(adj)"
  }
  if let wrong = wait(for: 100, insteadOf: nil) { return print(wrong) }
  guard let old = seen else { return print("nothing was seen") }
  // A start time counts ticks of 10 ms.
  usleep(20_000)
  end(first)
  var second: Int32 = 0
  for _ in 0..<20 {
    let error = cstorm_set_last_pid(first - 1)
    guard error == 0 else { return print("ns_last_pid: \(Errno(-error))") }
    second = try child(adj: 200, mebibytes: 1)
    if second == first { break }
    end(second)
  }
  guard second == first else { return print("the pid was not given again") }
  seen = nil
  if let wrong = wait(for: 200, insteadOf: old.key) { return print(wrong) }
  guard let new = seen, new.key.startTime > old.key.startTime else {
    return print("the start time is that of the former process")
  }
  // By the former name nothing is reached any more.
  engine.send(.bind(old.key))
  for _ in 0..<500 {
    var isRefused = false
    if engine.takeSnapshot() {
      engine.withSnapshot { snapshot in
        if case .failed(old.key, _) = snapshot.binding { isRefused = true }
      }
    }
    if isRefused {
      engine.stop()
      try thread.join()
      end(second)
      return print("replaced")
    }
    usleep(10_000)
  }
  print("the former process could still be bound")
}
