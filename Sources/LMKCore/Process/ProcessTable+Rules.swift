/// What the rules say of one process, as far as it is known.
struct Ruling {
  /// A process whose rules are not known is spared for so long.
  static let patience: Duration = .seconds(1)
  /// And not again before this time is over, for what is known stays meanwhile: who changes its name
  /// all the time is not spared for that.
  static let pause: Duration = .seconds(10)

  private var since = Instant(nanoseconds: .min)
  private var known = RuleEffect.none
  /// The number of the last question, from 1 on and over again; 0: none was asked.
  var question: UInt16 = 0
  private var flags = Flags()

  private struct Flags: OptionSet {
    let rawValue: UInt8
    static let known = Flags(rawValue: 1)
    static let open = Flags(rawValue: 2)
    static let queued = Flags(rawValue: 4)

    subscript(flag: Flags) -> Bool {
      get { contains(flag) }
      set { if newValue { insert(flag) } else { remove(flag) } }
    }
  }

  /// It was not answered yet.
  var isOpen: Bool {
    get { flags[.open] }
    set { flags[.open] = newValue }
  }

  /// It stands in the queue.
  var isQueued: Bool {
    get { flags[.queued] }
    set { flags[.queued] = newValue }
  }

  /// `nil`: not known, and after `patience` as if no rule matched.
  var effect: RuleEffect? {
    get { flags[.known] ? known : nil }
    set {
      known = newValue ?? .none
      flags[.known] = newValue != nil
    }
  }

  /// Since when it was not known the last time.
  var unknownSince: Instant? {
    get { since.nanoseconds == .min ? nil : since }
    set { since = newValue ?? Instant(nanoseconds: .min) }
  }
}

extension ProcessTable {
  /// Whether anybody has to be asked about.
  var hasRules: Bool { !policy.book.rules.isEmpty }

  /// Whether a question is on the way, or waits to be asked.
  var hasOpenQuestions: Bool {
    records.contains { $0?.ruling.isOpen == true }
  }

  /// Lets the rules be asked what this process is by now. What they said before is dropped, but for
  /// one of whom that happened a moment ago.
  mutating func ask(_ record: inout Record, at now: Instant) {
    guard hasRules, !record.reading.isKernelThread else { return }
    record.ruling.question &+= 1
    record.ruling.isOpen = true
    if record.ruling.unknownSince.map({ $0.duration(to: now) >= Ruling.pause }) ?? true {
      record.ruling.effect = nil
      record.ruling.unknownSince = now
    }
    if !record.ruling.isQueued {
      record.ruling.isQueued = true
      asked.append(record.reading.key)
    }
  }

  /// It runs another program.
  mutating func askAgain(pid: Int32, at now: Instant) {
    guard hasRules, let slot = slot(of: pid), var record = records[slot] else { return }
    ask(&record, at: now)
    put(record, at: slot, now)
  }

  /// Other rules hold: everybody is asked about. O(n log n).
  mutating func adopt(_ book: RuleBook, at now: Instant) {
    policy.book = book
    for index in records.indices {
      guard var record = records[index] else { continue }
      record.ruling.effect = nil
      record.ruling.isOpen = false
      record.ruling.unknownSince = nil
      ask(&record, at: now)
      put(record, at: index, now)
    }
  }

  /// The next question; `nil`: there is none. O(1) but for those that have ended meanwhile.
  mutating func nextQuestion() -> RuleQuestion? {
    while nextAsked < asked.count {
      let key = asked[nextAsked]
      nextAsked += 1
      if nextAsked == asked.count {
        // At the start everybody is asked about: room that is never needed again.
        asked.removeAll(keepingCapacity: asked.capacity <= 256)
        nextAsked = 0
      }
      guard var record = record(key), record.ruling.isQueued, let slot = slot(of: key.pid) else {
        continue
      }
      record.ruling.isQueued = false
      records[slot] = record
      return RuleQuestion(
        key: key, name: record.reading.name, uid: record.reading.uid,
        number: record.ruling.question)
    }
    return nil
  }

  /// Takes an answer; one to an earlier question says nothing any more. O(log n).
  mutating func answer(
    _ effect: RuleEffect?, of key: ProcessKey, question: UInt16, at now: Instant
  ) {
    guard var record = record(key), record.ruling.question == question,
      let slot = slot(of: key.pid)
    else { return }
    record.ruling.isOpen = false
    // Nobody can say it: what was known is not true of it any more.
    record.ruling.effect = effect
    put(record, at: slot, now)
  }

  mutating func pin(_ key: ProcessKey, at now: Instant) {
    policy.pins.insert(key)
    guard record(key) != nil, let slot = slot(of: key.pid) else { return }
    review(slot, at: now)
  }

  mutating func unpin(_ key: ProcessKey, at now: Instant) {
    policy.pins.remove(key)
    guard record(key) != nil, let slot = slot(of: key.pid) else { return }
    review(slot, at: now)
  }

  // MARK: Who is spared

  /// Why a process is spared now; `nil`: it is not.
  func protection(of record: Record, at now: Instant) -> Protection? {
    if !policy.pins.isEmpty, policy.pins.contains(record.reading.key) { return .pin }
    if let rule = record.ruling.effect?.protectedBy { return .rule(rule) }
    if let end = answerDue(record), now < end { return .unanswered }
    if let end = comingOfAge(record), now < end { return .young }
    return nil
  }

  /// When one that is spared for a time may be none any more; `nil`: it is spared for good.
  func release(of record: Record, at now: Instant) -> Instant? {
    switch protection(of: record, at: now) {
    case .unanswered: answerDue(record)
    case .young: comingOfAge(record)
    case .rule, .pin, nil: nil
    }
  }

  private func answerDue(_ record: Record) -> Instant? {
    guard hasRules, record.ruling.effect == nil else { return nil }
    return record.ruling.unknownSince?.advanced(by: Ruling.patience)
  }

  private func comingOfAge(_ record: Record) -> Instant? {
    let age = max(policy.book.minimumAge, record.ruling.effect?.minimumAge ?? .zero)
    guard age > .zero, let start = start(of: record) else { return nil }
    return start.advanced(by: age)
  }

  /// The moment of its birth: by its start time, or when it was met, whichever is earlier; `nil`: it
  /// was there before, and it is not known since when.
  private func start(of record: Record) -> Instant? {
    guard let boot = policy.boot else { return record.bornAt }
    let seconds = Double(record.reading.key.startTime) / Double(max(1, policy.clockTicks))
    let told = boot.advanced(by: .nanoseconds(Int64(min(seconds, 1e9) * 1e9)))
    return record.bornAt.map { min($0, told) } ?? told
  }
}
