import LMKCore
import Testing

@Suite("Thresholds")
struct ThresholdsTests {
  private func parse(_ text: String, ram: Int? = 1_000_000) throws -> [Level] {
    try Thresholds(parsing: text, usablePages: 100_000, ramPages: ram, pageSize: 4096).levels
  }

  @Test("Pages, binary units and shares of usable memory are sizes")
  func sizes() throws {
    #expect(try parse("10p:0").first?.minfreePages == 10)
    #expect(try parse("64MiB:0").first?.minfreePages == 16384)
    #expect(try parse("2GiB:0").first?.minfreePages == 524_288)
    #expect(try parse("2%:0").first?.minfreePages == 2000)
    #expect(try parse("1.5%:0").first?.minfreePages == 1500)
    #expect(try parse("512KiB:0").first?.minfreePages == 128)
    #expect(try parse(" 1MiB : -17 ").first == Level(minfreePages: 256, adj: -17))
  }

  @Test("Equal and negative adj rows are allowed")
  func adjs() throws {
    #expect(try parse("10p:-500,20p:-500,30p:0").map(\.adj) == [-500, -500, 0])
  }

  @Test(
    "A bad table is refused with its row, its character and the reason",
    arguments: [
      ("", "row 1, character 1: '' has no colon; a row is SIZE:ADJ"),
      ("10p:0,5p:1", "row 2, character 7: the size must be larger than that of the row before it"),
      ("10p:0,10p:1", "row 2, character 7: the size must be larger than that of the row before it"),
      (
        "10p:5,20p:1",
        "row 2, character 7: the adj must not be smaller than that of the row before it"
      ),
      ("-5MiB:0", "row 1, character 1: the size is negative"),
      ("3000000p:0", "row 1, character 1: the size is above the machine's 1000000 pages of memory"),
      ("10p:1001", "row 1, character 1: adj 1001 is outside -1000...1000"),
      ("10p:-1001", "row 1, character 1: adj -1001 is outside -1000...1000"),
      (
        "10p:99999999999999999999",
        "row 1, character 1: adj 99999999999999999999 is outside -1000...1000"
      ),
      ("1p:0,2p:0,3p:0,4p:0,5p:0,6p:0,7p:0", "row 7, character 31: more than 6 rows"),
      ("nan:0", "row 1, character 1: 'nan' is not a size; write pages (18432p), 64MiB, 2GiB or 2%"),
      (
        "0x10p:0",
        "row 1, character 1: '0x10p' is not a size; write pages (18432p), 64MiB, 2GiB or 2%"
      ),
      ("10:0", "row 1, character 1: '10' is not a size; write pages (18432p), 64MiB, 2GiB or 2%"),
      (
        "1.5p:0",
        "row 1, character 1: '1.5p' is not a size; write pages (18432p), 64MiB, 2GiB or 2%"
      ),
      (
        "1..5MiB:0",
        "row 1, character 1: '1..5MiB' is not a size; write pages (18432p), 64MiB, 2GiB or 2%"
      ),
      ("10p:0,", "row 2, character 7: '' has no colon; a row is SIZE:ADJ"),
      ("10p:", "row 1, character 1: '' is not an adj; write a whole number from -1000 to 1000"),
      (
        "10p:1e2",
        "row 1, character 1: '1e2' is not an adj; write a whole number from -1000 to 1000"
      ),
      ("10p0", "row 1, character 1: '10p0' has no colon; a row is SIZE:ADJ"),
    ])
  func refusals(text: String, sentence: String) {
    let error = #expect(throws: ThresholdsError.self) { try parse(text) }
    #expect(error?.description == sentence)
  }

  @Test("The first row with both terms strictly below it is the active one")
  func active() throws {
    let thresholds = try Thresholds([
      Level(minfreePages: 10, adj: 0), Level(minfreePages: 20, adj: 100),
    ])
    #expect(thresholds.active(at: MemoryTerms(otherFree: 9, otherFile: 9)) == 0)
    #expect(thresholds.active(at: MemoryTerms(otherFree: 10, otherFile: 9)) == 1)
    #expect(thresholds.active(at: MemoryTerms(otherFree: -50, otherFile: 20)) == nil)
    #expect(thresholds.active(at: MemoryTerms(otherFree: 20, otherFile: 0)) == nil)
  }

  @Test("A process is exposed first by the highest row whose adj it reaches")
  func exposing() throws {
    let thresholds = try Thresholds([
      Level(minfreePages: 10, adj: 0), Level(minfreePages: 20, adj: 100),
      Level(minfreePages: 30, adj: 100),
    ])
    #expect(thresholds.firstRow(exposing: 1000) == 2)
    #expect(thresholds.firstRow(exposing: 99) == 0)
    #expect(thresholds.firstRow(exposing: -1) == nil)
  }

  @Test(
    "The default rows are six, rise, and start at 2 % within their bounds",
    arguments: [0, 1, 40, 16_384, 65_536, 1_048_576, 6_291_456, 268_435_456])
  func defaults(usable: Int) {
    let levels = Thresholds.defaults(usablePages: usable, pageSize: 4096).levels
    #expect(levels.map(\.adj) == [0, 100, 200, 300, 600, 900])
    #expect(zip(levels, levels.dropFirst()).allSatisfy { $0.minfreePages < $1.minfreePages })
    if usable >= 16_384 {
      let expected = min(max(Double(usable) * 0.02, min(4096, Double(usable) * 0.08)), 524_288)
      #expect(levels[0].minfreePages == Int(expected))
      #expect(levels[5].minfreePages == Int(expected * 4))
    }
  }

  @Test("A preset has the published sizes, and is clamped to a small machine")
  func presets() {
    let classic = Thresholds.preset(.classic, ramPages: 100_000, pageSize: 4096)
    #expect(classic.clampedRows == 0)
    #expect(classic.thresholds.levels.map(\.minfreePages) == [1536, 2048, 4096, 16384])
    #expect(classic.thresholds.levels.map(\.adj) == [0, 1, 6, 12])
    let android = Thresholds.preset(.android, ramPages: 30_000, pageSize: 4096)
    #expect(android.clampedRows == 3)
    #expect(
      android.thresholds.levels.map(\.minfreePages)
        == [18432, 23040, 27648, 29_998, 29_999, 30_000])
    #expect(
      Thresholds.preset(.android, ramPages: nil, pageSize: 16384).thresholds[0].minfreePages == 4608
    )
  }

  @Test("The lru term counts the lists; the driver term subtracts what cannot be dropped")
  func fileTerms() {
    var reading = MemoryReading()
    reading.freePages = 100
    reading.reservePages = 130
    reading.filePages = 1000
    reading.shmemPages = 300
    reading.unevictablePages = 600
    reading.swapCachePages = 200
    reading.activeFilePages = 400
    reading.inactiveFilePages = 250
    let lru = MemoryTerms(reading, fileTerm: .lru)
    #expect(lru.otherFree == -30 && lru.otherFile == 650 && lru.headroom == 650)
    #expect(MemoryTerms(reading, fileTerm: .driver).otherFile == 0)
  }
}
