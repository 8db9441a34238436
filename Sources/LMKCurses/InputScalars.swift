/// What one read of the terminal gave.
enum RawInput: Hashable {
  /// Nothing waits.
  case none
  case byte(UInt8)
  /// A key that terminfo names, by ncurses' number.
  case code(Int32)
}

/// Puts UTF-8 together, over as many reads as it takes. Bytes that are none are dropped: one alone
/// costs no key but itself.
struct InputScalars {
  enum Token: Hashable {
    /// Nothing whole waits.
    case none
    case code(Int32)
    /// Control characters too.
    case scalar(Unicode.Scalar)
  }

  private var open: [UInt8] = []
  private var missing = 0
  private var putBack: [Token] = []

  /// The next `next` gives this one, before anything that was put back earlier.
  mutating func putBack(_ token: Token) {
    if token != .none { putBack.append(token) }
  }

  mutating func next(from read: () -> RawInput) -> Token {
    if let token = putBack.popLast() { return token }
    while true {
      switch read() {
      case .none: return .none
      case .code(let code):
        close()
        return .code(code)
      case .byte(let byte):
        if let scalar = take(byte) { return .scalar(scalar) }
      }
    }
  }

  private mutating func take(_ byte: UInt8) -> Unicode.Scalar? {
    if byte & 0xc0 == 0x80 {
      guard missing > 0 else { return nil }
      open.append(byte)
      missing -= 1
      guard missing == 0 else { return nil }
      let text = String(validating: open, as: UTF8.self)
      close()
      return text?.unicodeScalars.first
    }
    close()
    switch byte {
    case 0..<0x80: return Unicode.Scalar(byte)
    case 0xc2...0xdf: missing = 1
    case 0xe0...0xef: missing = 2
    case 0xf0...0xf4: missing = 3
    default: return nil
    }
    open.append(byte)
    return nil
  }

  private mutating func close() {
    open.removeAll(keepingCapacity: true)
    missing = 0
  }
}
