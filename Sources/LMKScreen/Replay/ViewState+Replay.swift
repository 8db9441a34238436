import LMKCore

/// The keys of a replay. They stand before all others, and what would act on processes says that this
/// is a recording.
extension ViewState {
  /// So far an arrow goes.
  private static let stride: Duration = .seconds(10)

  /// `nil`: it is no key of a replay, and means what it always does.
  mutating func pressInReplay(
    _ key: Key, _ snapshot: Snapshot, _ outline: ReplayOutline, _ now: Instant
  ) -> [ScreenRequest]? {
    if goal != nil { return pressInGoal(key, outline, now) }
    guard open == nil, !isTypingBelow else { return nil }
    let moment = snapshot.at
    switch key {
    case .character(" "): return [.playback(.pauseOrGoOn)]
    case .character("."): return [.playback(.step)]
    case .character(","): return [.playback(.pauseAt(moment.advanced(by: .seconds(-1))))]
    case .left: return [.playback(.goTo(moment.advanced(by: .zero - Self.stride)))]
    case .right: return [.playback(.goTo(moment.advanced(by: Self.stride)))]
    case .character("<"), .character("-"): return [.playback(.slower)]
    case .character(">"), .character("+"): return [.playback(.faster)]
    case .character("]"): return jump(.after, moment, outline, "level change", now) { $0.isLevel }
    case .character("["): return jump(.before, moment, outline, "level change", now) { $0.isLevel }
    case .character("}"): return jump(.after, moment, outline, "kill", now) { $0.isKill }
    case .character("{"): return jump(.before, moment, outline, "kill", now) { $0.isKill }
    case .character("g"):
      goal = ""
      return []
    default:
      // Of the table's keys too, though that pane cannot be entered.
      let action =
        KeyBinding.action(for: key, in: pane, settings.keyStyle)
        ?? KeyBinding.action(for: key, in: .thresholds, settings.keyStyle)
      guard let action, !action.onlyLooks else { return nil }
      note("this is a recording: nothing is signalled or changed", at: now)
      return []
    }
  }

  private mutating func jump(
    _ direction: ReplayOutline.Direction, _ moment: Instant, _ outline: ReplayOutline,
    _ what: String, _ now: Instant, where isWanted: (ReplayOutline.Mark) -> Bool
  ) -> [ScreenRequest] {
    guard let mark = outline.mark(direction, moment, where: isWanted) else {
      note("no \(what) \(direction == .after ? "from here on" : "before this")", at: now)
      return []
    }
    note("\(outline.clock.time(mark.at)) \(mark.words)", at: now)
    return [.playback(.pauseAt(mark.at))]
  }

  private mutating func pressInGoal(
    _ key: Key, _ outline: ReplayOutline, _ now: Instant
  ) -> [ScreenRequest] {
    switch key {
    case .escape, .control("c"): goal = nil
    case .backspace: goal = goal.map { String($0.dropLast()) }
    case .character(let letter) where (letter.isASCII && letter.isNumber) || ":+".contains(letter):
      if let text = goal, text.count < 8 { goal = text + String(letter) }
    case .enter:
      let text = goal ?? ""
      goal = nil
      guard let moment = outline.moment(text) else {
        note("'\(text)' is no time: write 12:51, 12:51:08, or +90 for 90 s from the start", at: now)
        return []
      }
      if moment > outline.last { note("the recording ends before that", at: now) }
      return [.playback(.pauseAt(moment))]
    default: break
    }
    return []
  }
}
