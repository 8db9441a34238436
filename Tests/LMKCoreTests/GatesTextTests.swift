import LMKCore
import Testing

@Suite("Gates and stall rows in words")
struct GatesTextTests {
  private func parse(_ text: String) throws(ThresholdsError) -> Thresholds {
    try Thresholds(parsing: text, usablePages: 1000, ramPages: nil, pageSize: 4096)
  }

  @Test("What is read is written again in the same words, and read again")
  func roundTrip() throws {
    let text =
      "100p:0 if swap<=10% and some>=20%/500ms and full>=5.5%/3s and available<=3x, "
      + "200p:500 if available<=10%, full>=25%/3s:300 if available<=10%, refaults>=150%:0"
    let table = try parse(text)
    #expect(table.text == text)
    #expect(table.count == 2 && table.stallCount == 2 && table.hasConditions)
    #expect(try parse(table.text) == table)
    #expect(table.allIndices == 0..<4 && table[2].adj == 300 && table[3].adj == 0)
    #expect(try parse("1%:0,2%:5").text == "10p:0,20p:5")
    #expect(try parse("1%:0,2%:5").hasConditions == false)
  }

  @Test("Spaces are free, and stall rows may stand anywhere")
  func spaces() throws {
    let table = try parse(" full >= 25 % / 3 s :300  if available <= 10 % ,  5p:0 if swap <= 1%")
    #expect(table.text == "5p:0 if swap<=1%, full>=25%/3s:300 if available<=10%")
  }

  @Test(
    "What is wrong is told with its row and the character at which the row begins",
    arguments: [
      ("5p:0 if swap>=10%", 1, 1, "'swap>=10%' is not a gate"),
      ("5p:0,6p:0 if swp<=10%", 2, 6, "'swp<=10%' is not a gate"),
      ("5p:0 if swap<=101%", 1, 1, "'swap<=101%' is not a gate"),
      ("5p:0 if swap<=10", 1, 1, "'swap<=10' is not a gate"),
      ("5p:0 if some<=10%", 1, 1, "'some<=10%' is not a gate"),
      ("5p:0 if some>=10%/3", 1, 1, "'some>=10%/3' is not a gate"),
      ("5p:0 if some>=10%/3h", 1, 1, "'some>=10%/3h' is not a gate"),
      ("5p:0 if available<=x", 1, 1, "'available<=x' is not a gate"),
      ("5p:0 if ", 1, 1, "'' is not a gate"),
      ("5p:0 if swap<=1% and swap<=2%", 1, 1, "there is a second 'swap'"),
      ("5p:0,full>=25%", 2, 6, "'full>=25%' has no colon"),
      ("5p:0,full<=25%:0", 2, 6, "'full<=25%' is not a stall"),
      ("5p:0,full>=0%:0", 2, 6, "'full>=0%' is not a stall"),
      ("5p:0,fully>=5%:0", 2, 6, "'fully>=5%' is not a stall"),
      ("5p:0,full>=25%:5000", 2, 6, "adj 5000 is outside"),
      ("5p:0,full>=25%:0 if swap<=1%", 2, 6, "'swap<=1%' does not go with a stall row"),
      ("5p:0,full>=25%:0 if available<=3x", 2, 6, "'available<=3x' does not go with"),
      ("full>=25%:0", 1, 1, "the table is empty"),
      ("5p:0,full>=1%:0,full>=1%:0,full>=1%:0,full>=1%:0", 5, 1, "more than 3 stall rows"),
    ])
  func wrong(text: String, row: Int, column: Int, words: String) {
    do {
      _ = try parse(text)
      Issue.record("it was taken")
    } catch {
      #expect(error.row == row && error.column == column, "\(error)")
      #expect(error.defect.description.hasPrefix(words), "\(error)")
    }
  }

  @Test("A row that is replaced keeps the stall rows")
  func replacing() throws {
    let table = try parse("5p:0,full>=25%:300")
    let edited = try table.replacing(0, with: Level(minfreePages: 7, adj: 1), ramPages: nil)
    #expect(edited.text == "7p:1, full>=25%:300")
    #expect(edited != table)
  }

  @Test("Each lamp has its value, its limit and its margin; a crossed row says what blocks it")
  func lamps() throws {
    let table = try parse("100p:0 if swap<=10% and available<=3x")
    var terms = MemoryTerms(
      otherFree: 50, otherFile: 20, available: 250, swapFree: 40, swapTotal: 100)
    terms.total = 1000
    let lamps = table.lamps(ofRow: 0, at: terms)
    #expect(lamps.map(\.quantity) == [.swapFree, .available])
    #expect(lamps.map(\.value) == [40, 250] && lamps.map(\.limit) == [10, 300])
    #expect(lamps.map(\.margin) == [-30, 50])
    #expect(table.crossed(at: terms) == 0 && table.active(at: terms) == nil)
    #expect(table.blockers(ofRow: 0, at: terms)?.first?.quantity == .swapFree)
    terms.otherFile = 100
    #expect(table.blockers(ofRow: 0, at: terms) == nil)
  }
}
