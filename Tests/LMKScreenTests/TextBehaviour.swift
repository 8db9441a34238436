import LMKCore
import LMKTestSupport
import Testing

@testable import LMKScreen

@Suite("Text for a terminal")
struct TextBehaviour {
  @Test(
    "Hostile names come out harmless",
    arguments: [
      ("\u{1b}[2J", "\u{FFFD}[2J"), ("a\nb\tc\r", "a\u{FFFD}b\u{FFFD}c\u{FFFD}"),
      ("\u{7f}\u{85}\u{9b}31m", "\u{FFFD}\u{FFFD}\u{FFFD}31m"),
      ("\u{202e}gpj.exe", "\u{FFFD}gpj.exe"), ("a\u{2066}b\u{2069}", "a\u{FFFD}b\u{FFFD}"),
      ("ss\u{200b}hd", "ss\u{FFFD}hd"), ("a\u{feff}", "a\u{FFFD}"), ("\u{301}x", "\u{FFFD}x"),
      ("e\u{301}", "e\u{301}"), ("\u{e000}", "\u{FFFD}"), ("\u{2028}", "\u{FFFD}"),
      ("日本", "日本"), ("👨‍👩‍👧x", "👨x"), ("🇩🇪", "DE"), ("❤\u{fe0f}", "❤"), ("", ""),
    ])
  func hostile(name: String, shown: String) {
    #expect(TextCells(name).filtered.unicodeScalars.elementsEqual(shown.unicodeScalars))
  }

  @Test("Invalid UTF-8 in a name becomes U+FFFD")
  func invalid() {
    let name = ProcessName(bytes: [0x61, 0xFF, 0xC3, 0x28, 0xE2, 0x82])
    let shown = TextCells(name.text).filtered
    #expect(shown.first == "a")
    #expect(shown.contains("("))
    #expect(shown.unicodeScalars.filter { $0 == "\u{FFFD}" }.count == 3)
  }

  @Test("Marks pile up to four, and no further")
  func marks() {
    let zalgo = "z" + String(repeating: "\u{335}", count: 500) + "x"
    let cells = Array(TextCells(zalgo))
    #expect(cells.map(\.width) == [1, 1])
    #expect(cells[0].character.unicodeScalars.count == 5)
  }

  @Test("Every code point has a width or is refused, and widths are what terminals use")
  func widths() {
    var wrong: [UInt32] = []
    for value in UInt32(0)...0x1_FFFF {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let expected: CellWidth? =
        switch value {
        case ..<0x20, 0x7F..<0xA0, 0x202A...0x202E, 0x2066...0x2069, 0xE000...0xF8FF: .refused
        case 0x20..<0x7F: .one
        case 0x4E00...0x9FFF: .two
        default: nil
        }
      if let expected, CellWidth(of: scalar) != expected { wrong.append(value) }
    }
    #expect(wrong.isEmpty)
    #expect(CellWidth(of: "\u{10FFFF}") == .refused)
    #expect(CellWidth(of: "\u{301}") == .none)
    #expect(CellWidth(of: "가") == .two)
    #expect(CellWidth(of: "\u{1F600}") == .two)
    #expect(CellWidth(of: "─") == .one)
  }

  @Test(
    "Sizes are binary and short",
    arguments: [
      (0, "0"), (1, "4K"), (255, "1020K"), (256, "1.0M"), (400, "1.6M"), (2_544, "9.9M"),
      (2_559, "10M"), (202_240, "790M"), (262_143, "1.00G"), (262_144, "1.00G"),
      (524_288, "2.00G"), (2_619_000, "9.99G"), (4_063_232, "15.5G"), (-3_072, "-12M"),
      (268_435_456, "1.00T"), (Int.max, "8.00E"), (Int.min, "-8.00E"),
    ])
  func sizes(pages: Int, words: String) {
    #expect(SizeText(pageSize: 4096)(pages) == words)
  }

  @Test("No size takes more than six columns")
  func sizeColumns() {
    var pages = 1
    while pages < Int.max / 3 {
      for near in [pages - 1, pages, pages + 1] {
        #expect(SizeText(pageSize: 4096)(near).count <= 5)
        #expect(SizeText(pageSize: 65_536)(-near).count <= 6)
      }
      pages = pages * 3 / 2 + 1
    }
  }

  @Test("Moments are shown as the wall clock has them, before 1970 and in leap years")
  func clock() {
    func clock(_ unix: Int64, _ offset: Int = 0) -> (String, String) {
      let clock = ClockText(offset: unix * 1_000_000_000, secondsFromUTC: offset)
      return (clock.date(Instant(nanoseconds: 0)), clock.time(Instant(nanoseconds: 0)))
    }
    #expect(clock(0) == ("1970-01-01", "00:00:00"))
    #expect(clock(1_741_481_347) == ("2025-03-09", "00:49:07"))
    #expect(clock(1_741_481_347, 3_600) == ("2025-03-09", "01:49:07"))
    #expect(clock(1_709_164_800) == ("2024-02-29", "00:00:00"))
    #expect(clock(-1) == ("1969-12-31", "23:59:59"))
  }

  @Test("A wide character is never split, at the edge of a column or under another text")
  func wide() {
    var canvas = Canvas(width: 5, height: 1, glyphs: Glyphs(isASCII: false))
    canvas.draw("日本語", in: canvas.region)
    #expect(canvas.frame.text == "日本 ")
    canvas.draw("x", at: 1, in: canvas.region)
    #expect(canvas.frame.text == " x本 ")
    canvas.draw("語", at: 1, in: canvas.region)
    #expect(canvas.frame.text == " 語  ")
    #expect(canvas.frame.defects.isEmpty)
    canvas.drawShortened(StyledText("日本語"), in: canvas.region)
    #expect(canvas.frame.text == "日本…")
    #expect(canvas.frame.defects.isEmpty)
  }

  private func sentence(_ kind: JournalEntry.Kind) -> String {
    let words = EventWords(
      JournalEntry(sequence: 1, at: Instant(nanoseconds: 0), kind: kind), pageSize: 4096)
    return "\(words.tag) \(words.text)"
  }

  @Test("Kills in vain are told with what holds the memory; who comes back, with how often")
  func inVain() {
    var memory = MemoryReading()
    memory.totalPages = 4 << 18
    memory.shmemPages = 2 << 18
    memory.arcPages = 1 << 18
    #expect(
      sentence(.disarmed(.noRelief(kills: 3, HeldMemory(memory))))
        == "DISARMED 3 kills brought no memory back, held by shmem 2.00G, ZFS ARC 1.00G "
        + "(75% of memory), which no kill frees")
    #expect(
      sentence(.paused(kills: 3, .seconds(10), HeldMemory(MemoryReading())))
        == "PAUSED 3 kills brought no memory back, and neither shmem, slab, locked memory, hugetlb "
        + "nor ZFS's ARC is large: nobody dies for 10 s, then it goes on")
    let candidate = Candidate(
      ProcessReading(key: ProcessKey(pid: 7, startTime: 1), name: ProcessName("hog")))
    #expect(
      sentence(.respawned(candidate, times: 8))
        == "RESPAWNED 7 hog: its name came back after a kill, 8 times by now (a supervisor?)")
  }

  @Test("A kill by a rule's steps says so")
  func ruleSteps() throws {
    let candidate = Candidate(
      ProcessReading(key: ProcessKey(pid: 7, startTime: 1), name: ProcessName("hog")))
    var record = KillRecord(
      victim: candidate, signal: .terminate,
      cause: .row(level: 0, Level(minfreePages: 256, adj: 0)),
      terms: MemoryTerms(otherFree: 1, otherFile: 1))
    record.ruleSteps = try Escalation(parsing: "TERM 10s, KILL")
    #expect(sentence(.signalled(record)).hasSuffix("< 1.0M, by its rule SIGTERM 10 s → SIGKILL"))
  }

  @Test("Details and the arming dialog name the rule whose steps a process hears")
  func ruleStepsOnScreen() throws {
    var builder = SnapshotBuilder.busyDesktop()
    builder.snapshot.book.rules.append(
      ProcessRule(
        label: "browsers", action: .spareYoung, steps: try Escalation(parsing: "TERM 10s, KILL")))
    builder.snapshot.steppedBy = [ProcessKey(pid: 4711, startTime: 47_110): 1]
    var screen = TestScreen(builder)
    screen.width = 120
    screen.press(.enter)
    #expect(screen.text.contains("an armed kill: SIGTERM 10 s → SIGKILL (rule browsers)"))
    screen.press(.escape, .character("A"))
    #expect(screen.text.contains("SIGTERM 10 s → SIGKILL (rule browsers)"))
  }

  @Test("The shrinker counts reaping and respawns")
  func reaping() {
    var builder = SnapshotBuilder.busyDesktop()
    builder.snapshot.statistics.reaped = 2
    builder.snapshot.statistics.reapsGone = 1
    builder.snapshot.statistics.respawned = 40
    var screen = TestScreen(builder)
    (screen.width, screen.height) = (200, 50)
    #expect(screen.text.contains("reaps 3 = reaped 2 + empty 1"))
    #expect(screen.text.contains("respawned 40: victims' names that came back"))
    (screen.width, screen.height) = (120, 40)
    #expect(screen.text.contains("respawned 40"))
  }

  @Test(
    "A kill by the kernel says who, how large, and whose shortage it was, as far as it was told")
  func kernelKill() {
    func words(_ kind: JournalEntry.Kind) -> String {
      let entry = JournalEntry(sequence: 1, at: Instant(nanoseconds: 0), kind: kind)
      let words = EventWords(entry, pageSize: 4096)
      return "\(words.tag) \(words.text)"
    }
    var kill = KernelKill(scope: .machine, pid: 4711, name: ProcessName("a\u{1b}[2J"))
    kill.adj = 900
    kill.anonymous = 790 << 10
    #expect(
      words(.kernelKilled(kill))
        == "KERNEL KILL 4711 a\u{FFFD}[2J adj 900, anon 790M, whole machine")
    kill.scope = .cgroup
    kill.anonymous = .max
    #expect(words(.kernelKilled(kill)).hasSuffix(", in a memory cgroup"))
    #expect(words(.kernelKilled(KernelKill(scope: .untold, pid: 7))) == "KERNEL KILL 7")
    #expect(
      words(.kernelKillsCounted(2))
        == "KERNEL KILL the kernel's own OOM killer ended 2 processes")
  }
}
