import Foundation
import LMKTestSupport
import Testing

@testable import lmktop

@Suite("TOML")
struct TOMLTests {
  private func table(_ text: String) throws -> TOMLTable { try TOMLTable(parsing: text) }

  @Test("Numbers are read as TOML 1.0 has them")
  func numbers() throws {
    let table = try table(
      """
      a = +99
      b = -0
      c = 1_000
      d = 0xDEAD_beef
      e = 0o755
      f = 0b1101
      g = 9223372036854775807
      h = -9223372036854775808
      i = 6.626e-34
      j = -2E+2
      k = 9_224.5
      l = -inf
      m = +nan
      """)
    let whole = [
      "a": 99, "b": 0, "c": 1000, "d": 0xDEAD_BEEF, "e": 0o755, "f": 13, "g": Int.max,
      "h": Int.min,
    ]
    for (key, value) in whole { #expect(table[key]?.int == value, "\(key)") }
    #expect(table["i"]?.number == 6.626e-34)
    #expect(table["j"]?.number == -200)
    #expect(table["k"]?.number == 9224.5)
    #expect(table["l"]?.number == -.infinity)
    #expect(table["m"]?.number?.isNaN == true)
  }

  @Test("Strings keep what they say")
  func strings() throws {
    let table = try table(
      #"""
      a = "\b\t\n\f\r\"\\\u00e9\U0001F600"
      b = 'C:\x'
      c = """
      one \
         two""""
      d = '''
      'quoted' '''
      "" = ""
      'e f' . g = "x"
      """#)
    #expect(table["a"]?.string == "\u{8}\t\n\u{C}\r\"\\\u{E9}\u{1F600}")
    #expect(table["b"]?.string == "C:\\x")
    #expect(table["c"]?.string == "one two\"")
    #expect(table["d"]?.string == "'quoted' ")
    #expect(table[""]?.string == "")
    #expect(table["e f"]?.table?["g"]?.string == "x")
  }

  @Test("Tables are filled from where the text says")
  func tables() throws {
    let table = try table(
      """
      [a.b]
      c.d = 1
      c.e = { f.g = 2, h = [ { i = 3 }, ] }
      [a]
      j = 4
      [a.b.c.k]
      l = 5
      [[m]]
      [m.n]
      o = 6
      [[m]]
      o = 7
      """)
    let a = table["a"]?.table
    let c = a?["b"]?.table?["c"]?.table
    #expect(a?.keys == ["b", "j"])
    #expect(c?.keys == ["d", "e", "k"])
    #expect(c?["e"]?.table?["h"]?.array?.first?.table?["i"]?.int == 3)
    #expect(try self.table("a.b = { c = 1 }\na.d = 2")["a"]?.table?.keys == ["b", "d"])
    #expect(table["m"]?.array?.count == 2)
    #expect(table["m"]?.array?.first?.table?["n"]?.table?["o"]?.int == 6)
    #expect(table["m"]?.array?.last?.table?["o"]?.int == 7)
  }

  @Test("What is finished is not added to, and nothing is given twice")
  func finished() {
    for text in [
      "a = 1\na = 2", "[a]\n[a]", "[a]\nb = 1\n[a.b]", "a = {}\na.b = 1", "a = {}\n[a.b]",
      "a.b = 1\n[a]", "a = [{}]\n[[a]]", "a = []\n[[a]]", "[a]\n[[a]]", "[[a]]\n[a]",
      "[a.b]\nc = 1\n[a]\nb.d = 1", "a = { b = 1, b.c = 2 }", "[a.b.c]\n[a]\nb.c.d = 1",
      "a.b = 1\na.b.c = 2", "a = 1\n[a.b]",
    ] {
      #expect(throws: TOMLDefect.self, "\(text)") { try table(text) }
    }
  }

  @Test("What is no value is refused")
  func values() {
    for text in [
      "01", "1_", "_1", "1__0", "1.", ".5", "1.e2", "0x", "0xg", "+0x1", "0b2", "1e", "truer",
      "inff", "9223372036854775808", "-9223372036854775809", "\"a\nb\"", "\"\\x\"", "\"\\uD800\"",
      "\"\\U00110000\"", "'a", "\"\"\"a\"\"", "\"\u{1}\"", "1979-13-01", "1979-02-29",
      "1979-02-28T24:00:00", "07:32", "[1 2]", "[,]", "{a=1,}", "{a=1\n}", "{a}", "{,}", "}", "]",
    ] {
      #expect(throws: TOMLDefect.self, "\(text)") { try table("a = \(text)") }
    }
    for text in ["1979-02-28", "07:32:00.123", "1979-05-27 07:32:00Z", "2000-02-29T07:32:00-07:00"]
    {
      #expect(throws: Never.self, "\(text)") { try table("a = \(text)") }
    }
  }

  @Test("However deep it is nested, it is refused and not followed")
  func deep() {
    let many = 200_000
    for text in [
      "a = " + String(repeating: "[", count: many), String(repeating: "a={", count: many),
      String(repeating: "a.", count: many) + "a = 1",
      "[" + String(repeating: "a.", count: many) + "a]",
    ] {
      #expect { try table(text) } throws: { ($0 as? TOMLDefect)?.words.contains("deep") == true }
    }
  }
}
