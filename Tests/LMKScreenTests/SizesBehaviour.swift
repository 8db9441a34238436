import LMKCore
import LMKTestSupport
import Testing

@testable import LMKScreen

@Suite("Every size of the window")
struct SizesBehaviour {
  static func hostile() -> SnapshotBuilder {
    var builder = SnapshotBuilder()
    let names: [[UInt8]] = [
      Array("foo) Z ".utf8), Array("\u{1b}]0;x\u{7}\n".utf8), [0xFF, 0xFE, 0xC3, 0x28],
      Array("日本語の名前".utf8), Array("\u{202e}evil".utf8), Array("👨‍👩‍👧‍👦".utf8), [],
      Array("x\u{301}\u{301}\u{301}\u{301}".utf8),
    ]
    for (index, name) in names.enumerated() {
      builder.add(
        Int32(4_194_000 + index), ProcessName(bytes: name), adj: 1000 - index,
        effective: index % 2 == 0 ? 1000 - index : -999, frees: index * 1_000_000,
        swap: index * 3_000, uid: .max, standing: index == 3 ? .refused(Errno(77)) : .candidate)
    }
    builder.memory(free: -900_000, file: 0)
    builder.shrinking(9_000)
    builder.snapshot.stalls = [.nan, .infinity, -1, 2]
    builder.snapshot.memory.swapFreePages = .max / 8192
    builder.snapshot.trend.add(headroom: .max / 4096, at: builder.snapshot.at)
    builder.snapshot.capabilities = Capability.Name.allCases.map {
      Capability($0, isAvailable: false, reason: "日本語 \u{1b}[0m reason")
    }
    return builder
  }

  /// A machine, and what the operator has opened on it.
  enum Scenario: String, CaseIterable {
    case empty, hostile, armed, commandLine
    case kill, adj, arm, details, help, log, edit, held, search
    case tree, units, shape, sorted, filter, tags, setup, users

    private var keys: [Key] {
      switch self {
      case .empty, .hostile, .armed, .commandLine: []
      case .kill: [.function(9)]
      case .adj: [.function(8), .character("9")]
      case .arm: [.character("A"), .character("A")]
      case .details: [.enter]
      case .help: [.function(1), .end]
      case .log: [.character("l"), .down]
      case .edit: [.character("e"), .character("9"), .character("9")]
      case .held: [.down, .end]
      case .search: [.character("/"), .character("日")]
      case .tree: [.character("t"), .down]
      case .units: [.character("v"), .character("v"), .character("v"), .character("*"), .end]
      case .shape: [.character("V")]
      case .sorted: [.character("P"), .character("I")]
      case .filter: [.function(4)] + "adj>0 日\u{202e}".map(Key.character)
      case .tags: [.character("c"), .character("F"), .character("z"), .function(9)]
      case .setup: [.function(2), .down, .down]
      case .users: [.character("u"), .end]
      }
    }

    var screen: TestScreen {
      var builder = SnapshotBuilder.busyDesktop()
      switch self {
      case .empty: builder = SnapshotBuilder()
      case .hostile, .kill, .adj, .details, .held, .tree, .sorted, .tags, .users:
        builder = SizesBehaviour.hostile()
      case .armed: builder.snapshot.arming = .armed(since: SnapshotBuilder.start)
      case .units, .shape: builder = .busyServer()
      case .commandLine, .arm, .help, .log, .edit, .search, .filter, .setup: break
      }
      var screen = TestScreen(builder)
      if self == .empty { screen.snapshot = Snapshot() }
      if self == .commandLine {
        screen.environment.commandLines.note(
          ProcessKey(pid: 4711, startTime: 47_110),
          .line("日本語\u{1b}[31m " + String(repeating: "長", count: 200), ProcessName("chrome")),
          at: screen.now)
      }
      for key in keys { screen.press(key) }
      screen.answerDemand()
      return screen
    }
  }

  /// What is wrong at one size; `nil` if nothing is.
  private func defect(_ screen: inout TestScreen, _ width: Int, _ height: Int) -> String? {
    (screen.width, screen.height) = (width, height)
    let frame = screen.draw()
    if frame.width != width || frame.height != height { return "another size" }
    if let cursor = frame.cursor, cursor.column >= width || cursor.row >= height {
      return "the terminal's cursor is outside"
    }
    return frame.defects.first
  }

  @Test(
    "Nothing traps at any size, and every row is exactly as wide as the window",
    arguments: [Scenario.empty, .hostile, .armed, .kill])
  func everySize(scenario: Scenario) {
    var screen = scenario.screen
    for height in 0...40 {
      for width in 0...120 {
        if let defect = defect(&screen, width, height) {
          Issue.record("\(width)×\(height): \(defect)")
        }
      }
    }
  }

  @Test(
    "Nor with anything else open, at sizes near every change of the layout",
    arguments: Scenario.allCases)
  func someSizes(scenario: Scenario) {
    var screen = scenario.screen
    for height in [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 13, 17, 20, 24, 33, 40] {
      for width in [0, 1, 2, 3, 5, 8, 13, 20, 29, 30, 34, 47, 60, 69, 70, 80, 119, 140, 170] {
        if let defect = defect(&screen, width, height) {
          Issue.record("\(width)×\(height): \(defect)")
        }
      }
    }
  }

  @Test("What is drawn holds no control, at wide sizes too", arguments: Scenario.allCases)
  func harmless(scenario: Scenario) {
    var screen = scenario.screen
    for (width, height) in [(80, 24), (160, 45), (300, 100)] {
      (screen.width, screen.height) = (width, height)
      let bad = screen.text.unicodeScalars.first {
        $0 != "\n" && $0 != "\u{FFFD}" && CellWidth(of: $0) == .refused
      }
      #expect(bad == nil)
    }
  }

  @Test("20×6 keeps the armed word, the level, the victim and the memory; 1×1 one sign")
  func smallest() {
    var screen = TestScreen(.busyDesktop())
    (screen.width, screen.height) = (20, 6)
    let text = screen.text
    for word in ["SAFE", "ROW 3/6", "4711", "1.60G"] { #expect(text.contains(word)) }
    (screen.width, screen.height) = (1, 1)
    #expect(screen.text == ".")
    screen.snapshot.arming = .armed(since: screen.now)
    #expect(screen.text == "!")
  }

  @Test("The headroom mark is right of a row's digit exactly when the row is crossed")
  func bar() {
    for mebibytes in stride(from: 0, through: 9_000, by: 37) {
      var builder = SnapshotBuilder()
      builder.memory(free: -5, file: mebibytes)
      let snapshot = builder.build()
      let scene = Scene(snapshot, ViewEnvironment(), at: snapshot.at)
      for width in [7, 8, 20, 60, 200] {
        let cells = HeadroomBar(scene: scene).cells(
          width: width, scale: snapshot.thresholds[5].minfreePages * 2)
        #expect(cells.count == width)
        guard let mark = cells.firstIndex(where: { $0.role == .tick }) else {
          Issue.record("no mark")
          continue
        }
        for row in snapshot.thresholds.indices {
          guard let digit = cells.firstIndex(where: { $0.text == "\(row + 1)" }) else {
            Issue.record("row \(row + 1) is missing at \(width) columns")
            continue
          }
          let isCrossed = snapshot.terms.headroom < snapshot.thresholds[row].minfreePages
          #expect((digit < mark) == isCrossed)
        }
      }
    }
  }
}
