import LMKCore

/// What is known of the memory of the one process whose details are shown, and what to ask for next.
/// A value: it reads nothing.
public struct MemoryPartsCache: Sendable {
  /// How the last question about one half ended, or that it is on its way.
  struct Half<Value: Hashable & Sendable>: Hashable, Sendable {
    var value: Value?
    var readAt: Instant?
    var isAsked = false
    /// Words of what went wrong; empty: nothing.
    var trouble = ""
  }

  /// While details are shown, what they consist of is read again after this.
  static let lifetime: Duration = .seconds(2)

  private var key: ProcessKey?
  private var parts = Half<MemoryParts>()
  private var proportional = Half<ProportionalParts>()

  public init() {}

  func parts(of key: ProcessKey) -> Half<MemoryParts> {
    key == self.key ? parts : Half()
  }

  func proportional(of key: ProcessKey) -> Half<ProportionalParts> {
    key == self.key ? proportional : Half()
  }

  /// A frame showed the details of this process (`nil`: of nobody).
  ///
  /// - Parameter ask: `false`: not now; it is tried again with the next frame.
  public mutating func noteDetailed(
    _ key: ProcessKey?, at now: Instant, ask: (MemoryQuestion) -> Bool
  ) {
    guard let key else { return }
    become(key)
    guard !parts.isAsked, parts.readAt.map({ $0.duration(to: now) >= Self.lifetime }) ?? true
    else { return }
    parts.isAsked = ask(MemoryQuestion(key, .parts))
  }

  /// The operator asks for its share (PSS).
  public mutating func askProportional(
    _ key: ProcessKey, ask: (MemoryQuestion) -> Bool
  ) {
    become(key)
    guard !proportional.isAsked else { return }
    proportional.isAsked = ask(MemoryQuestion(key, .proportional))
    proportional.trouble =
      proportional.isAsked ? "" : "it cannot be asked for now"
  }

  /// Takes an answer; one about another process says nothing any more.
  public mutating func note(
    _ question: MemoryQuestion, _ answer: MemoryAnswer, at now: Instant
  ) {
    guard question.key == key else { return }
    switch answer {
    case .parts(let value): parts = Half(value: value, readAt: now)
    case .proportional(let value): proportional = Half(value: value, readAt: now)
    case .gone: fail(question.kind, "it is gone", at: now)
    case .refused(let errno): fail(question.kind, "\(errno)", at: now)
    case .hanging: fail(question.kind, "the read hangs (its memory is locked)", at: now)
    case .unread: fail(question.kind, "it could not be read now", at: now)
    }
  }

  private mutating func fail(_ kind: MemoryQuestion.Kind, _ words: String, at now: Instant) {
    switch kind {
    case .parts: parts = Half(readAt: now, trouble: words)
    case .proportional: proportional = Half(readAt: now, trouble: words)
    }
  }

  private mutating func become(_ key: ProcessKey) {
    guard key != self.key else { return }
    self = MemoryPartsCache()
    self.key = key
  }
}
