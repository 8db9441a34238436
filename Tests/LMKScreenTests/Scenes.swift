import LMKCore
import LMKScreen
import LMKTestSupport

/// A screen under test: a view, a snapshot and a clock that the test moves.
struct TestScreen {
  var view = ViewState()
  /// Another one has another number.
  var snapshot: Snapshot {
    didSet { if snapshot.sequence == oldValue.sequence { snapshot.sequence += 1 } }
  }
  var environment = ViewEnvironment()
  var now = SnapshotBuilder.start
  var width = 80
  var height = 24

  init(_ builder: SnapshotBuilder) {
    snapshot = builder.build()
    environment.hostName = "db7"
    environment.version = "0.1"
    // 2025-03-09 00:49:07 UTC, as the clock shows 3,600 s.
    environment.wallClockOffset = 1_741_481_347_000_000_000 - 3_600_000_000_000
    environment.userNames = [0: "root", 110: "mysql", 1000: "luca", 1001: "build"]
    draw()
  }

  @discardableResult
  mutating func draw() -> Frame {
    view.frame(of: snapshot, in: environment, width: width, height: height, at: now)
  }

  /// Presses keys half a second apart, drawing between them.
  @discardableResult
  mutating func press(_ keys: Key...) -> [ScreenRequest] {
    var requests: [ScreenRequest] = []
    for key in keys {
      requests += view.press(key, on: snapshot, at: now)
      pass(.milliseconds(500))
      draw()
    }
    return requests
  }

  @discardableResult
  mutating func type(_ text: String) -> [ScreenRequest] {
    text.reduce(into: []) { $0 += press(.character($1)) }
  }

  /// Time goes by, and the snapshots with it.
  mutating func pass(_ duration: Duration) {
    now = now.advanced(by: duration)
    snapshot.sequence += 1
    snapshot.at = now
    snapshot.earlierAt = now.advanced(by: .seconds(-1))
    snapshot.oldestReading = now.advanced(by: .milliseconds(-400))
    snapshot.oldestAdj = now
  }

  var text: String {
    mutating get { draw().text }
  }
}
