import LMKCore

extension JournalEntry {
  /// The entry as one line of JSON, without its newline. Sizes are in pages of `pageSize` bytes.
  ///
  /// - Parameters:
  ///   - wallOffset: nanoseconds to add to an `Instant` for nanoseconds since 1970.
  ///   - words: what a person reads.
  ///   - decision: who stood first.
  public func json(
    wallOffset: Int64, pageSize: Int, words: JournalWords? = nil, decision: Decision? = nil
  ) -> JSONText {
    var text = JSONText()
    text.object { text in
      text.field("version", 1)
      text.field("time", UTCTime(nanosecondsSince1970: at.nanoseconds + wallOffset).description)
      text.field("monotonic_ns", at.nanoseconds)
      text.field("sequence", sequence)
      text.field("page_size", pageSize)
      text.field("event", JournalEvent(kind).rawValue)
      if let words {
        text.field("tag", words.tag)
        text.field("sentence", words.sentence)
      }
      kind.write(to: &text)
      if let decision { decision.write(to: &text) }
    }
    return text
  }
}

extension JournalEntry.Kind {
  fileprivate func write(to text: inout JSONText) {
    switch self {
    case .started: break
    case .armed(let steps):
      steps.write(to: &text)
    case .armingRefused(let refusal):
      text.field("reason", "\(refusal)")
    case .disarmed(let reason):
      text.field("reason", reason.word)
      if case .noRelief(let kills, let held) = reason {
        text.field("kills", kills)
        held.write(to: &text)
      }
    case .levelChanged(let from, let to, let terms):
      text.field("from", from.map { $0 + 1 })
      text.field("to", to.map { $0 + 1 })
      terms.write(to: &text)
    case .edited(let row, let from, let to):
      text.field("level", row + 1)
      text.field("from_minfree_pages", from.minfreePages)
      text.field("from_adj", from.adj.rawValue)
      text.field("to_minfree_pages", to.minfreePages)
      text.field("to_adj", to.adj.rawValue)
    case .thresholdsReplaced(let thresholds):
      thresholds.write(to: &text)
    case .ruleAdopted(let rule):
      rule.thresholds.write(to: &text)
      text.field("file_term", rule.fileTerm.rawValue)
      text.field("rank", rule.rankBasis.rawValue)
      rule.steps.write(to: &text)
    case .ruleRefused(let words):
      text.field("reason", words)
    case .thresholdsWritten(let outcome):
      text.field("written", outcome == .written)
      if case .refused(let errno) = outcome { text.field("errno", errno.name) }
    case .wouldKill(let record), .intent(let record), .signalled(let record),
      .recovered(let record):
      record.write(to: &text)
    case .failed(let record, let failure):
      failure.write(to: &text)
      record.write(to: &text)
    case .died(let record, let outcome):
      text.field("took_ms", outcome.took.wholeNanoseconds / 1_000_000)
      text.field("freed_pages", outcome.freedPages)
      text.field("taken_pages", outcome.takenPages)
      text.field("relief", outcome.isRelief)
      record.write(to: &text)
    case .timedOut(let record, let after), .diedLate(let record, let after):
      text.field("after_ms", after.wholeNanoseconds / 1_000_000)
      record.write(to: &text)
    case .pinned(let candidate), .unpinned(let candidate):
      candidate.write(to: &text)
    case .adjWritten(let candidate, let from):
      text.field("from_adj", from.rawValue)
      candidate.write(to: &text)
    case .adjRefused(let candidate, let adj, let failure):
      text.field("to_adj", adj.rawValue)
      failure.write(to: &text)
      candidate.write(to: &text)
    case .scopeLost(let reason), .recording(_, let reason):
      text.field("reason", reason)
    case .paused(let kills, let time, let held):
      text.field("kills", kills)
      text.field("pause_ms", time.wholeNanoseconds / 1_000_000)
      held.write(to: &text)
    case .respawned(let candidate, let times):
      candidate.write(to: &text)
      text.field("times", times)
    case .hungUp: break
    case .notBound(let key, let name, let failure):
      failure.write(to: &text)
      text.field("pid", key.pid)
      text.field("start_time", key.startTime)
      text.field("name", name.text)
    case .reachIntent(let record), .reachSignalled(let record):
      record.write(to: &text)
    case .reachRefused(let record, let obstacle):
      obstacle.write(to: &text)
      record.write(to: &text)
    case .reachEnded(let record, let outcome):
      outcome.write(to: &text)
      record.write(to: &text)
    case .leftFrozen(let path, let errno):
      text.field("path", path)
      text.field("errno", errno.name)
    case .hookBegan(let record, let limit):
      text.field("limit_ms", limit.wholeNanoseconds / 1_000_000)
      record.write(to: &text)
    case .hookFailed(let phase, let record, let end):
      text.field("phase", phase.rawValue)
      end.write(to: &text)
      record.write(to: &text)
    case .kernelKilled(let kill):
      kill.write(to: &text)
    case .kernelKillsCounted(let count), .journalLost(let count):
      text.field("count", count)
    case .leaving(let signal):
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
          if let steps = self[index].steps { text.field("steps", steps.description) }
          if !self[index].gates.isEmpty { text.field("gates", self[index].gates.text) }
        }
      }
    }
    guard stallCount > 0 else { return }
    text.name("stall_rows")
    text.array { text in for stall in stallRows { text.value(stall.text) } }
  }
}

extension HeldMemory {
  /// What no kill gives back, in pages.
  fileprivate func write(to text: inout JSONText) {
    text.name("held")
    text.object { text in
      text.field("shmem_pages", self[.shmem])
      text.field("slab_pages", self[.slab])
      text.field("locked_pages", self[.locked])
      text.field("hugetlb_pages", self[.hugetlb])
      text.field("arc_pages", self[.arc])
      text.field("total_pages", totalPages)
    }
  }
}

extension Escalation {
  fileprivate func write(to text: inout JSONText) {
    text.field("steps", description)
    text.field("grace_ms", grace.wholeNanoseconds / 1_000_000)
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

extension DisarmReason {
  fileprivate var word: String {
    switch self {
    case .atStart: "start"
    case .byOperator: "operator"
    case .panic: "panic"
    case .leaving: "leaving"
    case .hangUp: "hang-up"
    case .noRelief(let kills, _): "no relief from \(kills) kills"
    case .lost(let name): "lost \(name.rawValue)"
    }
  }
}
