import CLinux
import LMKCore

/// What can be done to a control group as one. A worker's: the kernel takes its time.
public enum ControlGroupKill {
  /// How long a group is waited for until all of it stands still.
  static let patience: Duration = .milliseconds(150)
  private static let pauseMilliseconds: Int32 = 2

  /// SIGKILL to all that is in it and below, without a race (cgroup.kill, Linux 5.14).
  public static func kill(_ folder: String) throws(Errno) {
    try write("1", to: "\(folder)/cgroup.kill")
  }

  /// Lets all that is in it stand still, and waits until it does.
  /// - Throws: what the kernel says; ETIMEDOUT if some of it still moves. It is thawed then.
  public static func freeze(_ freezer: ReachPlace.Freezer) throws(Errno) {
    do throws(Errno) {
      switch freezer {
      case .one(let folder): try write("FROZEN", to: "\(folder)/freezer.state")
      case .two(let folder): try write("1", to: "\(folder)/cgroup.freeze")
      }
      let end = MonotonicClock.now().advanced(by: patience)
      var pause = try Epoll()
      while try !isFrozen(freezer) {
        guard MonotonicClock.now() < end else { throw .timedOut }
        try pause.wait(timeoutMilliseconds: pauseMilliseconds)
      }
    } catch {
      // What was begun is undone; if that fails too, there was nothing to undo.
      try? thaw(freezer)
      throw error
    }
  }

  /// Lets it go on.
  public static func thaw(_ freezer: ReachPlace.Freezer) throws(Errno) {
    switch freezer {
    case .one(let folder): try write("THAWED", to: "\(folder)/freezer.state")
    case .two(let folder): try write("0", to: "\(folder)/cgroup.freeze")
    }
  }

  static func isFrozen(_ freezer: ReachPlace.Freezer) throws(Errno) -> Bool {
    switch freezer {
    case .one(let folder): return try read("\(folder)/freezer.state").hasPrefix("FROZEN")
    case .two(let folder): return try read("\(folder)/cgroup.events").contains("frozen 1")
    }
  }

  private static func write(_ text: String, to path: String) throws(Errno) {
    try FileDescriptor.open(path: path, .write).writeAll(Array(text.utf8))
  }

  private static func read(_ path: String) throws(Errno) -> String {
    var buffer = RawBuffer(capacity: 1024)
    try buffer.fillOnce(from: try FileDescriptor.open(path: path, .read))
    return String(decoding: buffer.contents, as: UTF8.self)
  }
}
