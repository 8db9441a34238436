/// How a recording is being played: stands in each snapshot of a replay, and in no other.
public struct Playback: Hashable, Sendable {
  /// Recorded seconds a second, from slow to fast.
  public static let speeds: [Double] = [0.1, 0.25, 0.5, 1, 2, 4, 10, 30, 60, 300]

  public var isPaused = false
  public var speed = 1.0
  public var isAtEnd = false
  /// How often this lmktop decided otherwise than the one that was recorded; 0, unless they differ.
  public var divergences = 0
  /// Parts that could not be read.
  public var damages = 0

  public init() {}
}

/// What an operator asks of a replay.
public enum PlaybackCommand: Hashable, Sendable {
  case pauseOrGoOn
  /// To the end of the next look at memory, and pause there.
  case step
  /// To this moment, and pause there.
  case pauseAt(Instant)
  /// To this moment, and go on as before.
  case goTo(Instant)
  case faster
  case slower
}
