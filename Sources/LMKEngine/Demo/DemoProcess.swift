import LMKCore

/// One invented process: who it says it is, and what its memory does. Sizes are in pages.
struct DemoProcess: Sendable {
  /// How its memory moves.
  enum Course: Hashable, Sendable {
    /// It stays about what it is.
    case steady
    /// From its birth on for so many seconds it rests, then grows by so many pages a second, for
    /// ever.
    case leaks(after: Double, pagesPerSecond: Double)
    /// It grows to a size in so many seconds, and ends.
    case works(peak: Double, seconds: Double)
  }

  var key: ProcessKey
  var name: ProcessName
  var uid: UInt32
  var parent: Int32
  var adj: OOMScoreAdj
  var course: Course
  var rss: Double
  var shared: Double
  var unit: Int
  var isKernelThread = false
  /// It takes no notice of SIGTERM.
  var isStubborn = false
  /// Seconds of the demo.
  var bornAt = 0.0
  var endsAt: Double?
  /// Its end is told by a pidfd.
  var isAwaited = false

  var reading: ProcessReading {
    ProcessReading(
      key: key, parent: parent, uid: uid, adj: adj, state: state, isKernelThread: isKernelThread,
      rssPages: Int(rss), sharedPages: Int(min(shared, rss)), name: name,
      inode: UInt64(key.pid))
  }

  private var state: ProcessState {
    switch course {
    case .steady: .sleeping
    case .leaks, .works: .running
    }
  }
}
