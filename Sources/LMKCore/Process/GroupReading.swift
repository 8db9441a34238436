/// A control group of version 2, as systemd-oomd looks at it. Sizes are in bytes.
public struct GroupReading: Hashable, Sendable {
  /// From the root of the hierarchy, beginning with a slash.
  public var path: String
  /// memory.current.
  public var memoryBytes: UInt64 = 0
  /// memory.swap.current.
  public var swapBytes: UInt64 = 0
  /// memory.stat `pgscan`: pages looked at for reclaim, since the group was made.
  public var scanned: UInt64 = 0
  /// memory.pressure `full avg10`, per cent; of the group itself.
  public var fullAverage10: Float = 0
  /// It can be taken: a leaf, or one with memory.oom.group. Others are only watched.
  public var isCandidate = true
  public var preference = Preference.none

  /// The extended attributes user.oomd_avoid and user.oomd_omit.
  public enum Preference: Int, Hashable, Comparable, Sendable {
    case none, avoid, omit

    public static func < (left: Preference, right: Preference) -> Bool {
      left.rawValue < right.rawValue
    }
  }

  public init(path: String) { self.path = path }
}
