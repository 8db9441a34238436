import LMKCore

extension ReachRecord {
  /// The process that it was asked for, then all of it. Sizes are in pages.
  func write(to text: inout JSONText) {
    root.write(to: &text)
    text.field("reach", reach.rawValue)
    text.field("signal", signal.description)
    text.field("cause", "hand")
    text.field("means", means.rawValue)
    if !path.isEmpty { text.field("cgroup", path) }
    if let processGroup, reach == .processGroup { text.field("process_group", processGroup) }
    text.field("processes", found.count)
    text.field("frees_pages", found.pages)
    text.field("rss_pages", rssPages)
    text.field("signalled", signalled)
    text.field("gone", gone)
    text.field("failed", failed)
    text.field("looks", looks)
    if isUnsettled { text.field("unsettled", true) }
    if let detour { text.field("detour", detour.name) }
    firstFailure?.write(to: &text, named: "first_failure")
  }
}

extension ReachOutcome {
  func write(to text: inout JSONText) {
    text.field("exited", exited)
    text.field("left", left)
    text.field("freed_pages", freedPages)
    text.field("took_ms", took.wholeNanoseconds / 1_000_000)
  }
}

extension ReachObstacle {
  func write(to text: inout JSONText, named name: StaticString = "obstacle") {
    text.name(name)
    text.object { text in
      switch self {
      case .gone: text.field("word", "gone")
      case .noGroup: text.field("word", "no_group")
      case .unseen: text.field("word", "unseen")
      case .unreadable(let errno):
        text.field("word", "unreadable")
        text.field("errno", errno.name)
      case .holds(let key, let name, let exemption):
        text.field("word", "holds")
        text.field("pid", key.pid)
        text.field("name", name.text)
        text.field("exempt", exemption.rawValue)
      case .tooMany(let count):
        text.field("word", "too_many")
        text.field("processes", count)
      case .notBound(let key, let name, let failure):
        text.field("word", "not_bound")
        text.field("pid", key.pid)
        text.field("name", name.text)
        failure.write(to: &text)
      case .cannotKill(let name):
        text.field("word", "cannot_kill")
        text.field("missing", name.rawValue)
      case .noAnswer: text.field("word", "no_answer")
      case .busy: text.field("word", "busy")
      case .leaving: text.field("word", "leaving")
      }
    }
  }
}
