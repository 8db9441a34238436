import LMKCore

extension JournalEntry {
  /// The entry as one line of JSON, without its newline. Sizes are in pages of `pageSize` bytes.
  ///
  /// - Parameter wallOffset: nanoseconds to add to an `Instant` for nanoseconds since 1970.
  public func json(wallOffset: Int64, pageSize: Int) -> JSONText {
    var text = JSONText()
    text.object { text in
      text.field("version", 1)
      text.field("time", UTCTime(nanosecondsSince1970: at.nanoseconds + wallOffset).description)
      text.field("monotonic_ns", at.nanoseconds)
      text.field("sequence", sequence)
      text.field("page_size", pageSize)
      kind.write(to: &text)
    }
    return text
  }
}

extension JournalEntry.Kind {
  fileprivate func write(to text: inout JSONText) {
    switch self {
    case .started:
      text.field("event", "started")
    case .armed(let grace):
      text.field("event", "armed")
      text.field("grace_ms", grace.wholeNanoseconds / 1_000_000)
    case .armingRefused(let refusal):
      text.field("event", "arming_refused")
      text.field("reason", "\(refusal)")
    case .disarmed(let reason):
      text.field("event", "disarmed")
      text.field("reason", reason.word)
    case .levelChanged(let from, let to, let terms):
      text.field("event", "level")
      text.field("from", from.map { $0 + 1 })
      text.field("to", to.map { $0 + 1 })
      terms.write(to: &text)
    case .edited(let row, let from, let to):
      text.field("event", "edit")
      text.field("level", row + 1)
      text.field("from_minfree_pages", from.minfreePages)
      text.field("from_adj", from.adj.rawValue)
      text.field("to_minfree_pages", to.minfreePages)
      text.field("to_adj", to.adj.rawValue)
    case .thresholdsReplaced(let thresholds):
      text.field("event", "thresholds")
      thresholds.write(to: &text)
    case .ruleAdopted(let rule):
      text.field("event", "reloaded")
      rule.thresholds.write(to: &text)
      text.field("file_term", rule.fileTerm.rawValue)
      text.field("rank", rule.rankBasis.rawValue)
      text.field("grace_ms", rule.grace.wholeNanoseconds / 1_000_000)
    case .ruleRefused(let words):
      text.field("event", "reload_refused")
      text.field("reason", words)
    case .wouldKill(let record):
      text.field("event", "would_kill")
      record.write(to: &text)
    case .signalled(let record):
      text.field("event", "signal")
      record.write(to: &text)
    case .failed(let record, let failure):
      text.field("event", "failed")
      text.field("failure", failure.word)
      if let errno = failure.errno { text.field("errno", errno.name) }
      record.write(to: &text)
    case .recovered(let record):
      text.field("event", "recovered")
      record.write(to: &text)
    case .died(let record, let outcome):
      text.field("event", "died")
      text.field("took_ms", outcome.took.wholeNanoseconds / 1_000_000)
      text.field("freed_pages", outcome.freedPages)
      text.field("relief", outcome.isRelief)
      record.write(to: &text)
    case .timedOut(let record, let after):
      text.field("event", "timed_out")
      text.field("after_ms", after.wholeNanoseconds / 1_000_000)
      record.write(to: &text)
    case .pinned(let candidate):
      text.field("event", "pinned")
      candidate.write(to: &text)
    case .unpinned(let candidate):
      text.field("event", "unpinned")
      candidate.write(to: &text)
    case .scopeLost(let reason):
      text.field("event", "scope_lost")
      text.field("reason", reason)
    case .paused(let kills, let time):
      text.field("event", "paused")
      text.field("kills", kills)
      text.field("pause_ms", time.wholeNanoseconds / 1_000_000)
    case .kernelKilled(let kill):
      text.field("event", "kernel_kill")
      kill.write(to: &text)
    case .kernelKillsCounted(let count):
      text.field("event", "kernel_kills")
      text.field("count", count)
    case .leaving(let signal):
      text.field("event", "leaving")
      if let signal { text.field("signal", signal.description) }
    }
  }
}

extension Thresholds {
  fileprivate func write(to text: inout JSONText) {
    text.name("thresholds")
    text.array { text in
      for index in indices {
        text.object { text in
          text.field("level", index + 1)
          text.field("minfree_pages", self[index].minfreePages)
          text.field("adj", self[index].adj.rawValue)
        }
      }
    }
  }
}

extension Candidate {
  fileprivate func write(to text: inout JSONText) {
    text.field("pid", key.pid)
    text.field("start_time", key.startTime)
    text.field("name", name.text)
    text.field("uid", uid)
    text.field("oom_score_adj", adj.rawValue)
    // By the rules' weights.
    if effectiveAdj != adj { text.field("effective_adj", effectiveAdj.rawValue) }
  }
}

extension KillRecord {
  fileprivate func write(to text: inout JSONText) {
    victim.write(to: &text)
    text.field("rss_pages", victim.rssPages)
    text.field("frees_pages", victim.freesPages)
    text.field("signal", signal.description)
    switch cause {
    case .byHand:
      text.field("cause", "hand")
    case .row(let level, let row):
      text.field("cause", "row")
      text.field("level", level + 1)
      text.field("minfree_pages", row.minfreePages)
      text.field("min_adj", row.adj.rawValue)
      if latency > .zero { text.field("latency_us", latency.wholeNanoseconds / 1000) }
    }
    terms.write(to: &text)
  }
}

extension KernelKill {
  /// In KiB, as the kernel says it; null is what it did not say.
  fileprivate func write(to text: inout JSONText) {
    text.field("scope", scope.word)
    text.field("pid", pid)
    text.field("name", name.text)
    text.field("uid", uid)
    text.field("oom_score_adj", adj?.rawValue)
    text.field("total_vm_kib", totalVM)
    text.field("anon_rss_kib", anonymous)
    text.field("file_rss_kib", file)
    text.field("shmem_rss_kib", shared)
    text.field("pgtables_kib", pageTables)
  }
}

extension KernelKill.Scope {
  fileprivate var word: String {
    switch self {
    case .machine: "machine"
    case .cgroup: "cgroup"
    case .untold: "untold"
    }
  }
}

extension MemoryTerms {
  fileprivate func write(to text: inout JSONText) {
    text.field("other_free_pages", otherFree)
    text.field("other_file_pages", otherFile)
    text.field("available_pages", available)
  }
}

extension DisarmReason {
  fileprivate var word: String {
    switch self {
    case .atStart: "start"
    case .byOperator: "operator"
    case .panic: "panic"
    case .leaving: "leaving"
    case .hangUp: "hang-up"
    case .noRelief(let kills): "no relief from \(kills) kills"
    case .lost(let name): "lost \(name.rawValue)"
    }
  }
}

extension KillFailure {
  fileprivate var word: String {
    switch self {
    case .gone: "gone"
    case .reused: "reused"
    case .outsideScope: "outside_scope"
    case .refused: "refused"
    case .error: "error"
    }
  }

  fileprivate var errno: Errno? {
    switch self {
    case .gone, .reused, .outsideScope: nil
    case .refused(let errno), .error(let errno): errno
    }
  }
}
