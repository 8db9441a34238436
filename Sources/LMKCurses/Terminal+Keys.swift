import CNcurses
import LMKScreen

extension Terminal {
  /// The next key, or `nil` when no whole one waits: after any wake of standard input, and once a
  /// second (a paste without its end is closed then), call it until it says `nil`.
  ///
  /// Never waits longer than `escapeDelay`. Keys without a meaning, Alt with a key, and bytes that
  /// are no UTF-8 are swallowed. It cannot tell a hang-up from silence: poll(2) does, by POLLHUP.
  public mutating func nextKey() -> Key? {
    guard mode == .entered else { return nil }
    let input = input
    return decoder.next(at: lmk_milliseconds()) {
      switch wgetch(input) {
      case ERR: .none
      case let value where value < 0x100: .byte(UInt8(value))
      case let value: .code(value)
      }
    }
  }
}
