/// What follows when kill after kill brings no memory back: what is short then is not what
/// processes hold, and whoever dies next dies in vain.
public enum NoReliefPolicy: Hashable, Sendable {
  /// Automatic kills end; the operator is there to look.
  case disarm
  /// Nobody is named for so long; then it goes on, for nobody is there to arm again. Deaths under
  /// way take their course.
  case pause(Duration)

  /// So many kills without relief within `window` are enough.
  static let kills = 3
  static let window: Duration = .seconds(60)
}
