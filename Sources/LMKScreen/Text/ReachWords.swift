import LMKCore

/// Kills of more than one process in words.
enum ReachWords {
  /// `subtree of 4711 chrome`, `process group 4700 of 4711 chrome`, `cgroup /a/b of 4711 chrome`.
  static func what(
    _ reach: KillReach, of pid: Int32, _ name: ProcessName, path: String, processGroup: Int32?
  ) -> String {
    let whom =
      name.count > 0 ? "\(pid) \(TextCells(name.text).filtered)" : "\(pid)"
    return switch reach {
    case .process: whom
    case .processGroup: "process group \(processGroup.map { "\($0) " } ?? "")of \(whom)"
    case .subtree: "subtree of \(whom)"
    case .cgroup: "cgroup \(path.isEmpty ? "" : "\(TextCells(path).filtered) ")of \(whom)"
    }
  }

  static func what(_ record: ReachRecord) -> String {
    what(
      record.reach, of: record.root.key.pid, record.root.name, path: record.path,
      processGroup: record.processGroup)
  }

  static func processes(_ count: Int) -> String { NumberText.count(count, "process", "processes") }

  /// What was sent to whom, and what did not go through.
  static func sentence(_ record: ReachRecord, _ size: SizeText) -> String {
    var words =
      "\(what(record)): \(record.signal) to \(processes(record.signalled)), "
      + "frees \(size(record.found.pages))"
    switch record.means {
    case .looking: break
    case .stopped: words += ", stopped first"
    case .frozen: words += ", frozen meanwhile"
    case .whole: words += ", as one (cgroup.kill)"
    }
    if let detour = record.detour { words += ", one by one for \(detour)" }
    if record.gone > 0 { words += ", \(record.gone) had ended" }
    if record.failed > 0 {
      words += ", \(record.failed) not signalled"
      if let first = record.firstFailure { words += " (\(self.words(first)))" }
    }
    if record.isUnsettled { words += ", and new ones still came" }
    return words
  }

  static func sentence(
    _ record: ReachRecord, _ outcome: ReachOutcome, _ size: SizeText
  ) -> String {
    var words =
      "\(what(record)): \(outcome.exited) of \(processes(outcome.exited + outcome.left)) ended, "
      + "freed \(size(outcome.freedPages)) in \(NumberText.span(outcome.took))"
    if outcome.left > 0 { words += "; \(outcome.left) still there" }
    return words
  }

  /// Why nobody is signalled.
  static func words(_ obstacle: ReachObstacle) -> String {
    switch obstacle {
    case .gone: "all of it is gone"
    case .noGroup: "it is in no control group but the root, which is the whole machine"
    case .unseen: "some of it live in a pid namespace that cannot be seen from here"
    case .unreadable(let errno): "who belongs to it cannot be read, \(errno)"
    case .holds(let key, let name, let exemption):
      "it holds \(key.pid) \(TextCells(name.text).filtered), which may never die "
        + "(\(exemption.words))"
    case .tooMany(let count): "it holds \(count) processes, too many to bind at once"
    case .notBound(let key, let name, let failure):
      "\(TextCells(name.text).filtered) \(EventWords.words(failure, key.pid))"
    case .cannotKill(.live): "a demo and a captured tree know no groups: one process at a time"
    case .cannotKill(let name): "nothing can be killed here (no \(name.rawValue))"
    case .noAnswer: "nobody could say in time who belongs to it"
    case .busy: "another one is being signalled"
    case .leaving: "lmktop leaves"
    }
  }

  /// The command of a shell that would do the same; `nil`: there is none.
  static func command(
    _ reach: KillReach, _ signal: Signal, path: String, processGroup: Int32?
  ) -> String? {
    switch reach {
    case .processGroup: processGroup.map { "kill -\(signal.shortName) -- -\($0)" }
    case .cgroup where !path.isEmpty && signal == .kill:
      "echo 1 > ...\(TextCells(path).filtered)/cgroup.kill"
    case .process, .subtree, .cgroup: nil
    }
  }
}
