import LMKCore

extension Candidate {
  func write(to text: inout JSONText) {
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
  func write(to text: inout JSONText) {
    victim.write(to: &text)
    text.field("rss_pages", victim.rssPages)
    text.field("frees_pages", victim.freesPages)
    text.field("signal", signal.description)
    if victim.isContainerInit { text.field("takes", "container") }
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
    if let ruleSteps { text.field("rule_steps", ruleSteps.description) }
    reaping?.write(to: &text)
    terms.write(to: &text)
    steps.write(to: &text)
  }
}

extension Reaping {
  fileprivate func write(to text: inout JSONText) {
    switch self {
    case .done(let after):
      text.field("reap", "done")
      text.field("reap_ms", after.wholeNanoseconds / 1_000_000)
    case .failed(let errno): text.field("reap", errno.name)
    }
  }
}

extension KillSteps {
  /// Moments of the monotonic clock, as `monotonic_ns` of the entry; what was not done is left out.
  fileprivate func write(to text: inout JSONText) {
    guard self != KillSteps() else { return }
    text.name("steps_ns")
    text.object { text in
      if let sampled { text.field("sampled", sampled.nanoseconds) }
      if let confirmed { text.field("confirmed", confirmed.nanoseconds) }
      if let signalled { text.field("signalled", signalled.nanoseconds) }
      if let escalated { text.field("escalated", escalated.nanoseconds) }
      if let exited { text.field("exited", exited.nanoseconds) }
      if let settled { text.field("settled", settled.nanoseconds) }
    }
  }
}

extension Decision {
  /// The first of the order when it was decided, the first first.
  func write(to text: inout JSONText) {
    text.name("candidates")
    text.array { text in
      for index in 0..<count {
        let candidate = self[index]
        text.object { text in
          text.field("pid", candidate.key.pid)
          text.field("name", candidate.name.text)
          text.field("oom_score_adj", candidate.adj.rawValue)
          text.field("rss_pages", candidate.rssPages)
          text.field("frees_pages", candidate.freesPages)
        }
      }
    }
  }
}

extension MemoryTerms {
  func write(to text: inout JSONText) {
    text.field("other_free_pages", otherFree)
    text.field("other_file_pages", otherFile)
    text.field("available_pages", available)
    text.field("swap_free_pages", swapFree)
    guard let pressure else { return }
    text.name("psi")
    text.object { text in
      text.field("some_avg10", percent: pressure.some.average10)
      text.field("full_avg10", percent: pressure.full.average10)
      text.field("some_total_us", pressure.some.total)
      text.field("full_total_us", pressure.full.total)
    }
  }
}

extension HookEnd {
  func write(to text: inout JSONText) {
    switch self {
    case .exited(let status):
      text.field("failure", "status")
      text.field("status", status)
    case .signalled(let signal):
      text.field("failure", "signal")
      text.field("hook_signal", signal.description)
    case .timedOut(let after):
      text.field("failure", "time")
      text.field("after_ms", after.wholeNanoseconds / 1_000_000)
    case .notStarted(let errno):
      text.field("failure", "start")
      text.field("errno", errno.name)
    case .queueFull: text.field("failure", "queue")
    }
  }
}

extension KillFailure {
  func write(to text: inout JSONText) {
    text.field("failure", word)
    if let errno { text.field("errno", errno.name) }
  }

  private var word: String {
    switch self {
    case .gone: "gone"
    case .reused: "reused"
    case .outsideScope: "outside_scope"
    case .readOnly: "read_only"
    case .refused: "refused"
    case .error: "error"
    }
  }

  private var errno: Errno? {
    switch self {
    case .gone, .reused, .outsideScope, .readOnly: nil
    case .refused(let errno), .error(let errno): errno
    }
  }
}
