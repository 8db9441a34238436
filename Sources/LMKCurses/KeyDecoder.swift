import LMKScreen

/// Turns bytes and ncurses' key codes into keys. Pure: time and input are arguments.
///
/// Input may stop at any byte. What is left open (a character, a sequence, a paste) stays open
/// until the next call:
///
///     ground ──ESC──► alone: Escape          ESC x    Alt, ignored
///       ▲             ESC [ … final          a key, a mouse report, a paste's begin, or ignored
///       │             ESC O final            a key
///       └──── ESC [ 201 ~ ◄── paste ◄── ESC [ 200 ~
///
/// Only Escape cannot stay open: ESC with nothing behind it is the key. ncurses waited its 25 ms
/// before it said so.
struct KeyDecoder {
  /// The longest paste that is delivered, in bytes of UTF-8; the rest of it is dropped.
  static let pasteLimit = 64 * 1024
  /// A paste without its end is over after this silence, in milliseconds.
  static let pasteSilence: Int64 = 1000
  /// So is a sequence.
  static let sequenceSilence: Int64 = 250
  /// No sequence that means anything is longer.
  static let sequenceLimit = 64
  /// Tokens that one call takes at most, so that a flood cannot hold the caller.
  static let budget = 64 * 1024
  /// Marks on one character: nobody types more, and somebody may send more.
  static let markLimit = 16

  private enum State {
    case ground
    /// The characters after ESC [ so far.
    case sequence(String)
    /// After ESC O.
    case singleShift
    /// An old mouse report, ESC [ M: its three numbers so far.
    case oldMouse([Int])
    /// What came so far is in `pasted`.
    case paste
  }

  private var state = State.ground
  private var input = InputScalars()
  private var pasted = Paste()
  private var lastInput: Int64 = 0

  /// The next key, or `nil` when no whole one waits. `now` in milliseconds of any steady clock.
  mutating func next(at now: Int64, from read: () -> RawInput) -> Key? {
    if now - lastInput >= Self.sequenceSilence { giveUpSequence() }
    for _ in 0..<Self.budget {
      let token = input.next(from: read)
      if token == .none { return pasteIfSilent(at: now) }
      lastInput = now
      if let key = take(token, read) { return key }
    }
    return nil
  }

  private mutating func giveUpSequence() {
    switch state {
    case .ground, .paste: break
    case .sequence, .singleShift, .oldMouse: state = .ground
    }
  }

  /// Nothing waits; only then, because what waits while this program stood still is no silence.
  private mutating func pasteIfSilent(at now: Int64) -> Key? {
    guard case .paste = state, now - lastInput >= Self.pasteSilence else { return nil }
    state = .ground
    return .paste(pasted.text)
  }

  private mutating func take(_ token: InputScalars.Token, _ read: () -> RawInput) -> Key? {
    guard case .scalar(let scalar) = token else {
      // A key that ncurses found inside a paste was text to whoever pasted.
      if case .paste = state { return nil }
      state = .ground
      guard case .code(let code) = token else { return nil }
      return Self.key(code: code)
    }
    switch state {
    case .ground: return inGround(scalar, read)
    case .singleShift:
      state = .ground
      return Self.key(singleShift: scalar)
    case .sequence(let text): return inSequence(scalar, text)
    case .oldMouse(let numbers):
      let numbers = numbers + [Int(scalar.value)]
      state = numbers.count < 3 ? .oldMouse(numbers) : .ground
      return numbers.count < 3 ? nil : Self.mouse(old: numbers)
    case .paste:
      guard pasted.take(scalar) else { return nil }
      state = .ground
      return .paste(pasted.text)
    }
  }

  private mutating func inGround(_ scalar: Unicode.Scalar, _ read: () -> RawInput) -> Key? {
    switch scalar.value {
    case 0x1b: return escape(read)
    case 0x08, 0x7f: return .backspace
    case 0x09: return .tab
    case 0x0a, 0x0d: return .enter
    case 0x01...0x1a: return .control(Character(Unicode.Scalar(UInt8(scalar.value + 0x60))))
    case 0x00...0x1f, 0x80...0x9f: return nil
    default: return .character(grapheme(from: scalar, read))
    }
  }

  private mutating func escape(_ read: () -> RawInput) -> Key? {
    let next = input.next(from: read)
    switch next {
    case .none: return .escape
    case .scalar("\u{1b}"):
      input.putBack(next)
      return .escape
    case .scalar("["): state = .sequence("")
    case .scalar("O"): state = .singleShift
    // Alt with a key: nothing is bound to it, and the key alone is something else.
    case .scalar, .code: break
    }
    return nil
  }

  private mutating func inSequence(_ scalar: Unicode.Scalar, _ text: String) -> Key? {
    switch scalar.value {
    case 0x1b:
      state = .ground
      input.putBack(.scalar(scalar))
      return nil
    case 0x5b where text.isEmpty, 0x20...0x3f:
      let isTooLong = text.utf8.count >= Self.sequenceLimit
      state = isTooLong ? .ground : .sequence(text + String(Character(scalar)))
      return nil
    case 0x40...0x7e:
      state = .ground
      if text.isEmpty, scalar == "M" {
        state = .oldMouse([])
        return nil
      }
      if text == "200", scalar == "~" {
        pasted = Paste()
        state = .paste
        return nil
      }
      return Self.key(sequence: text, final: scalar)
    default:
      state = .ground
      return nil
    }
  }

  /// A scalar, and the marks that stand right behind it.
  private mutating func grapheme(from base: Unicode.Scalar, _ read: () -> RawInput) -> Character {
    var text = String(Character(base))
    for _ in 0..<Self.markLimit {
      let next = input.next(from: read)
      guard case .scalar(let mark) = next, mark.value >= 0x80 else {
        input.putBack(next)
        break
      }
      let longer = text + String(Character(mark))
      guard longer.count == 1 else {
        input.putBack(next)
        break
      }
      text = longer
    }
    return text.first!
  }
}

/// A bracketed paste on its way in.
struct Paste {
  private static let end: [Unicode.Scalar] = Array("\u{1b}[201~".unicodeScalars)

  private(set) var text = ""
  /// How much of `end` the last scalars were.
  private var matched = 0

  /// True when this was the last scalar of the end.
  mutating func take(_ scalar: Unicode.Scalar) -> Bool {
    if scalar == Self.end[matched] {
      matched += 1
      return matched == Self.end.count
    }
    // ESC occurs in `end` only at its beginning, so nothing shorter can have matched.
    for held in Self.end[..<matched] { append(held) }
    matched = 0
    if scalar == Self.end[0] { matched = 1 } else { append(scalar) }
    return false
  }

  private mutating func append(_ scalar: Unicode.Scalar) {
    guard text.utf8.count + UTF8.width(scalar) <= KeyDecoder.pasteLimit else { return }
    text.unicodeScalars.append(scalar)
  }
}
