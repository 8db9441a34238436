/// The state letter of /proc/PID/stat, field 3.
public struct ProcessState: RawRepresentable, Hashable, Sendable {
  /// The ASCII letter, such as `R`, `S`, `D`, `Z`, `T`, `t`, `I`, `X`.
  public var rawValue: UInt8

  public init(rawValue: UInt8) { self.rawValue = rawValue }

  public static let running = ProcessState(rawValue: UInt8(ascii: "R"))
  public static let sleeping = ProcessState(rawValue: UInt8(ascii: "S"))
  public static let uninterruptible = ProcessState(rawValue: UInt8(ascii: "D"))
  /// By SIGSTOP or job control.
  public static let stopped = ProcessState(rawValue: UInt8(ascii: "T"))
  public static let zombie = ProcessState(rawValue: UInt8(ascii: "Z"))
  public static let dead = ProcessState(rawValue: UInt8(ascii: "X"))
  public static let unknown = ProcessState(rawValue: UInt8(ascii: "?"))

  public var letter: Character { Character(Unicode.Scalar(rawValue)) }
}
