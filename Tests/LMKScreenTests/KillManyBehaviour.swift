import LMKCore
import LMKTestSupport
import Testing

@testable import LMKScreen

@Suite("The kill dialog, for more than one process")
struct KillManyBehaviour {
  static let chrome = KillDialogBehaviour.chrome

  /// The dialog on chrome, with what was asked answered.
  static func opened(
    _ reach: KillReach, key: Key, width: Int = 80, height: Int = 24,
    _ change: (inout ReachPreview) -> Void = { _ in }
  ) -> TestScreen {
    var screen = TestScreen(.busyDesktop())
    (screen.width, screen.height) = (width, height)
    screen.draw()
    screen.press(.function(9))
    screen.snapshot.binding = .bound(chrome)
    #expect(screen.press(key) == [.command(.survey(reach, chrome))])
    screen.snapshot.reach = preview(reach, in: screen.snapshot, change)
    return screen
  }

  static func preview(
    _ reach: KillReach, in snapshot: Snapshot, _ change: (inout ReachPreview) -> Void = { _ in }
  ) -> ReachPreview {
    var preview = ReachPreview(root: chrome, reach: reach)
    let members = snapshot.rows.filter { $0.candidate.name.text == "chrome" }.map(\.candidate)
    preview.state = .ready
    preview.total.count = 14
    preview.total.pages = 3_000 * SnapshotBuilder.pagesPerMiB
    preview.rssPages = 3_600 * SnapshotBuilder.pagesPerMiB
    preview.largest = members
    preview.users = 1
    preview.means = reach == .cgroup ? .whole : .stopped
    preview.path = reach == .cgroup ? "/user.slice/app-chrome.scope" : ""
    preview.processGroup = reach == .processGroup ? 4700 : nil
    change(&preview)
    return preview
  }

  @Test("Many ask y: Enter never sends, and what is typed ahead answers nothing")
  func asks() {
    var screen = Self.opened(.subtree, key: .character("s"))
    #expect(screen.text.contains("14 processes"))
    let now = screen.now
    #expect(screen.view.press(.enter, on: screen.snapshot, at: now) == [])
    // Within 150 ms of the question.
    let then = now.advanced(by: .milliseconds(149))
    #expect(screen.view.press(.character("y"), on: screen.snapshot, at: then) == [])
    screen.pass(.seconds(1))
    #expect(screen.press(.enter) == [], "Enter does not answer")
    #expect(screen.text.contains("y sends SIGTERM to 14 processes"))
    #expect(
      screen.press(.character("y")) == [.command(.signalReach(.subtree, Self.chrome, .terminate))])
    #expect(screen.press(.character("y")) == [])
  }

  @Test("Each letter chooses what is reached, Tab the next, and the question is asked anew")
  func choosing() {
    var screen = Self.opened(.processGroup, key: .character("g"))
    #expect(screen.text.contains("kill -TERM -- -4700"))
    screen.press(.enter)
    #expect(screen.press(.character("c")) == [.command(.survey(.cgroup, Self.chrome))])
    screen.pass(.seconds(1))
    #expect(screen.press(.character("y")) == [], "that question was about the process group")
    #expect(screen.text.contains("looking ..."), "what is shown belongs to another reach")
    #expect(screen.press(.enter) == [], "nothing is known of it yet")
    #expect(screen.press(.tab) == [.command(.survey(.process, Self.chrome))])
    #expect(screen.press(.enter) == [.command(.signal(Self.chrome, .terminate))])
  }

  @Test("What holds somebody who may never die is refused by name, and no key sends")
  func refused() {
    var screen = Self.opened(.cgroup, key: .character("c")) {
      $0.state = .refused(
        .holds(ProcessKey(pid: 6000, startTime: 1), ProcessName("lmktop"), .lmktop))
    }
    #expect(
      screen.text.contains("it holds 6000 lmktop, which may never die (lmktop itself)"))
    #expect(screen.press(.enter) == [])
    #expect(screen.press(.character("y")) == [])
    #expect(screen.text.contains("nothing can be sent"))
  }

  @Test("The result says how many, how, and what came back")
  func result() {
    var screen = Self.opened(.cgroup, key: .character("c"), width: 160, height: 40)
    screen.press(.down, .enter)
    screen.pass(.seconds(1))
    #expect(
      screen.press(.character("y")) == [.command(.signalReach(.cgroup, Self.chrome, .kill))])
    #expect(screen.text.contains("no answer yet"))
    let root = screen.snapshot.rows.first { $0.candidate.key == Self.chrome }!.candidate
    var record = ReachRecord(root: root, reach: .cgroup, signal: .kill)
    record.found = Reclaimable(count: 14, pages: 3_000 * SnapshotBuilder.pagesPerMiB)
    record.signalled = 14
    record.means = .whole
    record.path = "/user.slice/app-chrome.scope"
    screen.snapshot.reach?.state = .signalled(record)
    var outcome = ReachOutcome()
    outcome.exited = 14
    outcome.freedPages = 2_900 * SnapshotBuilder.pagesPerMiB
    outcome.took = .milliseconds(80)
    screen.snapshot.entries.append(
      JournalEntry(sequence: 99, at: screen.now, kind: .reachEnded(record, outcome)))
    #expect(screen.text.contains("as one (cgroup.kill)"))
    #expect(screen.text.contains("14 of 14 processes ended"))
    #expect(screen.press(.enter) == [.command(.release)])
  }

  @Test(
    "As it is drawn", arguments: [(80, 24), (60, 20), (40, 10), (20, 5), (120, 40)])
  func golden(width: Int, height: Int) {
    var screen = Self.opened(
      .cgroup, key: .character("c"), width: width, height: height
    ) {
      $0.spared = 2
      $0.foreign = 1
    }
    GoldenFrames.check("kill-many-\(width)x\(height)", &screen)
    screen.press(.down, .enter)
    GoldenFrames.check("kill-many-asking-\(width)x\(height)", &screen)
  }

  @Test("A refusal, as it is drawn")
  func goldenRefusal() {
    var screen = Self.opened(.subtree, key: .character("s")) {
      $0.state = .refused(
        .holds(ProcessKey(pid: 871, startTime: 1), ProcessName("sshd"), .ancestor))
    }
    GoldenFrames.check("kill-many-refused-80x24", &screen)
  }
}
