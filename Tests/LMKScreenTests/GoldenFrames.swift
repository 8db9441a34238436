import LMKCore
import LMKScreen
import LMKTestSupport
import Testing

@Suite("Golden frames")
struct GoldenFrames {
  static let sizes = [(80, 24), (60, 20), (40, 10), (20, 5), (1, 1), (200, 50)]

  static func check(_ name: String, _ screen: inout TestScreen) {
    let frame = screen.draw()
    #expect(frame.defects.isEmpty)
    if let difference = Golden(name, beside: #filePath).difference(from: frame) {
      Issue.record("\(difference)")
    }
  }

  @Test("A busy machine, disarmed, at every size of the plan", arguments: sizes)
  func busy(width: Int, height: Int) {
    var screen = TestScreen(.busyDesktop())
    (screen.width, screen.height) = (width, height)
    screen.press(.down)
    screen.pass(.seconds(4))
    Self.check("busy-\(width)x\(height)", &screen)
  }

  @Test("The same machine armed, at every size of the plan", arguments: sizes)
  func armed(width: Int, height: Int) {
    var builder = SnapshotBuilder.busyDesktop()
    builder.snapshot.arming = .armed(since: SnapshotBuilder.start.advanced(by: .seconds(-480)))
    var screen = TestScreen(builder)
    (screen.width, screen.height) = (width, height)
    Self.check("armed-\(width)x\(height)", &screen)
  }

  @Test("A quiet machine: no row is crossed")
  func quiet() {
    var builder = SnapshotBuilder.busyDesktop()
    builder.memory(free: 900, file: 5_300)
    builder.shrinking(84)
    var screen = TestScreen(builder)
    Self.check("quiet-80x24", &screen)
  }

  @Test("A row that can kill nobody says so, and what no kill frees is named")
  func nobody() {
    var builder = SnapshotBuilder()
    builder.add(3100, "mysqld", adj: 0, frees: 2_300, rss: 2_355, uid: 110)
    builder.snapshot.memory.shmemPages = 9_300 * SnapshotBuilder.pagesPerMiB
    builder.snapshot.memory.swapTotalPages = 0
    builder.snapshot.memory.pressure = nil
    var screen = TestScreen(builder)
    Self.check("nobody-80x24", &screen)
  }

  @Test("The same in plain ASCII")
  func ascii() {
    var screen = TestScreen(.busyDesktop())
    screen.environment.isASCII = true
    Self.check("ascii-80x24", &screen)
    #expect(screen.text.utf8.allSatisfy { $0 < 0x80 })
  }

  @Test("Thresholds being edited, with the preview", arguments: [(80, 24), (40, 10), (200, 50)])
  func edit(width: Int, height: Int) {
    var screen = TestScreen(.busyDesktop())
    (screen.width, screen.height) = (width, height)
    screen.press(.character("e"), .right)
    screen.type("17")
    screen.press(.backspace, .backspace)
    screen.type("200")
    Self.check("edit-\(width)x\(height)", &screen)
  }

  @Test("The kill dialog, bound and asking", arguments: [(80, 24), (40, 10), (20, 5)])
  func kill(width: Int, height: Int) {
    var screen = TestScreen(.busyDesktop())
    (screen.width, screen.height) = (width, height)
    screen.draw()
    screen.press(.function(9))
    screen.snapshot.binding = .bound(ProcessKey(pid: 4711, startTime: 47_110))
    screen.press(.down, .enter)
    Self.check("kill-\(width)x\(height)", &screen)
  }

  @Test("The arming dialog over a crossed row")
  func arming() {
    var screen = TestScreen(.busyDesktop())
    screen.press(.character("A"))
    screen.type("AR")
    Self.check("arming-80x24", &screen)
  }

  @Test(
    "Command lines, where there is room for them", arguments: [(80, 24), (120, 40), (200, 50)])
  func commandLines(width: Int, height: Int) {
    var screen = TestScreen(.busyDesktop())
    (screen.width, screen.height) = (width, height)
    let lines: [(Int32, String, String)] = [
      (4711, "chrome", "/opt/google/chrome/chrome --type=renderer --lang=en-GB --enable-crashpad"),
      (5102, "node", "node server.js"), (3321, "java", "java -Xmx2g -jar /opt/idea/idea.jar"),
      (3100, "mysqld", "/usr/sbin/mysqld"),
      (2305, "cc1plus", "/usr/lib/gcc/x86_64-linux-gnu/14/cc1plus -O2 big.cc"),
      (1990, "gnome-shell", "/usr/bin/python3 /usr/bin/gnome-shell --mode=user"),
      (871, "sshd", "sshd: /usr/sbin/sshd -D [listener] 0 of 10-100 startups"),
    ]
    for (pid, name, line) in lines {
      let key = ProcessKey(pid: pid, startTime: UInt64(pid) * 10)
      screen.environment.commandLines.note(key, .line(line, ProcessName(name)), at: screen.now)
    }
    Self.check("commands-\(width)x\(height)", &screen)
    screen.press(.enter)
    Self.check("commands-details-\(width)x\(height)", &screen)
  }

  @Test("Details, log and help")
  func views() {
    var screen = TestScreen(.busyDesktop())
    screen.press(.down, .enter)
    Self.check("details-80x24", &screen)
    screen.press(.escape, .character("l"))
    Self.check("log-80x24", &screen)
    screen.press(.escape, .function(1))
    Self.check("help-80x24", &screen)
  }
}
