import LMKCore
import LMKTestSupport
import Testing

@testable import LMKScreen

@Suite("Thresholds edited on the screen")
struct ThresholdBehaviour {
  /// Row 3, the active one, under the cursor.
  static func editing() -> TestScreen {
    var screen = TestScreen(.busyDesktop())
    screen.press(.character("e"))
    return screen
  }

  static func clear(_ screen: inout TestScreen) {
    for _ in 0..<12 { screen.press(.backspace) }
  }

  @Test("A value is typed, previewed, and set by Enter; u takes it back")
  func commit() throws {
    var screen = Self.editing()
    let old = screen.snapshot.thresholds
    #expect(screen.press(.right) == [])
    screen.type("200")
    #expect(screen.text.contains("newly exposes 1 process, 350M"))
    let new = try old.replacing(2, with: Level(minfreePages: 2_048 * 256, adj: 200), ramPages: nil)
    #expect(screen.press(.enter) == [.command(.setThresholds(new, edited: 2))])
    // Before the engine's answer the new table is shown already.
    #expect(screen.text.contains("[  200]"))
    #expect(screen.press(.character("W")) == [.writeThresholds(new)])
    screen.snapshot.thresholds = new
    #expect(screen.press(.character("u")) == [.command(.setThresholds(old, edited: 2))])
    #expect(screen.press(.character("u")) == [], "nothing is left to undo")
  }

  @Test(
    "A size is pages, MiB, GiB or per cent; a bare number is MiB",
    arguments: [
      ("2000", 512_000), ("2000MiB", 512_000), ("2000m", 512_000), ("2G", 524_288),
      ("1.5GiB", 393_216), ("400000p", 400_000), ("15%", 609_485), ("1024000K", 256_000),
    ])
  func sizes(text: String, pages: Int) {
    var screen = Self.editing()
    screen.type(text)
    let requests = screen.press(.enter)
    let set = requests.compactMap { request -> Int? in
      guard case .command(.setThresholds(let table, edited: 2)) = request else { return nil }
      return table[2].minfreePages
    }
    // 2G is what the row has: nothing changes.
    #expect(set == (pages == 524_288 ? [] : [pages]))
  }

  @Test(
    "A wrong value is refused with the reason, and sends nothing",
    arguments: [
      ("x", "is not a size"), ("1..5G", "is not a size"), ("0x10", "is not a size"),
      ("nan", "is not a size"), ("1e3", "is not a size"), ("1.5p", "is not a size"),
      ("-5", "the size is negative"), ("", "is not a size"), ("5", "must be larger"),
      ("9000", "must be larger"), ("999999G", "above the machine"),
    ])
  func refusedSizes(text: String, reason: String) {
    var screen = Self.editing()
    screen.press(.enter)
    Self.clear(&screen)
    screen.type(text)
    #expect(screen.press(.enter) == [], "\(text)")
    #expect(screen.text.contains(reason) || screen.text.contains("must be larger"), "\(text)")
    #expect(screen.text.contains("refused"))
    #expect(screen.press(.escape) == [])
    #expect(screen.text.contains("[2.00G]"))
  }

  @Test(
    "A wrong adj is refused with the reason",
    arguments: [
      ("1001", "outside -1000...1000"), ("601", "must not be smaller"),
      ("175", "must not be smaller"),
      ("-1", "must not be smaller"), ("5x", "is not an adj"),
    ])
  func refusedAdj(text: String, reason: String) {
    var screen = Self.editing()
    screen.press(.right, .enter)
    Self.clear(&screen)
    screen.type(text)
    #expect(screen.press(.enter) == [])
    #expect(screen.text.contains("refused: row"))
    #expect(screen.text.contains(reason))
  }

  @Test("Plus and minus nudge, and Esc or another cell gives it up")
  func nudge() {
    var screen = Self.editing()
    screen.press(.character("+"))
    #expect(screen.text.contains("2080MiB"))
    screen.press(.character("-"), .character("-"))
    #expect(screen.text.contains("2016MiB"))
    screen.press(.escape)
    #expect(screen.text.contains("[2.00G]"))
    screen.press(.character("+"), .down)
    #expect(screen.press(.enter, .enter) == [], "row 4 opened and set unchanged")
    screen.press(.right, .character("-"))
    guard case .command(.setThresholds(let table, edited: 3))? = screen.press(.enter).first else {
      Issue.record("nothing was set")
      return
    }
    #expect(table[3].adj == 590)
  }

  @Test("The preview agrees with a plain walk over the list")
  func preview() throws {
    var builder = SnapshotBuilder()
    var state: UInt64 = 42
    func random(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
    for pid in 2...200 {
      builder.add(Int32(pid), "p", adj: random(2001) - 1000, frees: 1 + random(500))
    }
    let snapshot = builder.build()
    let old = snapshot.thresholds
    func walk(_ adj: OOMScoreAdj) -> Reclaimable {
      snapshot.rows.reduce(into: Reclaimable()) { sum, row in
        guard row.standing == .candidate, row.candidate.effectiveAdj >= adj else { return }
        sum.count += 1
        sum.pages += row.candidate.freesPages
      }
    }
    for _ in 0..<200 {
      let low = Int(old[1].adj.rawValue)
      let high = Int(old[3].adj.rawValue)
      let adj = try #require(OOMScoreAdj(low + random(high - low + 1)))
      let size = old[1].minfreePages + 1 + random(old[3].minfreePages - old[1].minfreePages - 1)
      let new = try old.replacing(2, with: Level(minfreePages: size, adj: adj), ramPages: nil)
      let preview = ThresholdPreview(row: 2, from: old, to: new, in: snapshot)
      #expect(preview.reachedBefore == walk(old[2].adj))
      #expect(preview.reachedAfter == walk(adj))
      let active = new.indices.first {
        snapshot.terms.otherFree < new[$0].minfreePages
          && snapshot.terms.otherFile < new[$0].minfreePages
      }
      #expect(preview.activeAfter == active)
      #expect(preview.eligibleAfter == active.map { walk(new[$0].adj) } ?? Reclaimable())
    }
  }

  @Test("A smaller size that ends the shortage says that nobody may die")
  func spares() {
    var screen = Self.editing()
    screen.type("1000")
    #expect(
      screen.text.contains("at the present memory row 4 instead of row 3: 4 may die (now 5)"))
  }
}
