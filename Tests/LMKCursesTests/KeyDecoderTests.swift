import CNcurses
import LMKScreen
import Testing

@testable import LMKCurses

/// Feeds a decoder. A space between two pieces is a moment in which nothing waited.
private struct Typist {
  var decoder = KeyDecoder()
  var now: Int64 = 0

  mutating func keys(_ pieces: [RawInput]...) -> [Key] {
    var keys: [Key] = []
    for piece in pieces {
      var rest = piece[...]
      while let key = decoder.next(at: now, from: { rest.popFirst() ?? .none }) {
        keys.append(key)
      }
      #expect(rest.isEmpty)
    }
    return keys
  }

  mutating func keys(_ texts: String...) -> [Key] {
    var keys: [Key] = []
    for text in texts { keys += self.keys(text.utf8.map { .byte($0) }) }
    return keys
  }
}

@Suite("Keys out of bytes")
struct KeyDecoderTests {
  @Test("Letters, digits and characters of every length")
  func characters() {
    var typist = Typist()
    #expect(
      typist.keys("k7 é日🙂")
        == ["k", "7", " ", "é", "日", "🙂"].map { Key.character($0) })
  }

  @Test("A letter and the marks on it are one key")
  func marks() {
    var typist = Typist()
    #expect(typist.keys("e\u{301}x") == [.character("e\u{301}"), .character("x")])
    #expect(typist.keys("🏳️‍🌈") == [.character("🏳️‍🌈")])
    #expect(typist.keys("日本") == [.character("日"), .character("本")])
    let flood = "a" + String(repeating: "\u{301}", count: 1000)
    #expect(typist.keys(flood).count > 1)
  }

  @Test("A character may arrive byte by byte")
  func slowCharacters() {
    var typist = Typist()
    let bytes = "é日🙂".utf8.map { [RawInput.byte($0)] }
    var keys: [Key] = []
    for byte in bytes { keys += typist.keys(byte) }
    #expect(keys == [.character("é"), .character("日"), .character("🙂")])
  }

  @Test("Bytes that are no UTF-8 cost no other key")
  func brokenBytes() {
    var typist = Typist()
    #expect(
      typist.keys([.byte(0xff), .byte(0x6b), .byte(0xc3), .byte(0x71), .byte(0x80), .byte(0x65)])
        == [.character("k"), .character("q"), .character("e")])
    // A surrogate, and a number above Unicode.
    #expect(
      typist.keys([.byte(0xed), .byte(0xa0), .byte(0x80), .byte(0x78)]) == [.character("x")])
    #expect(
      typist.keys([.byte(0xf4), .byte(0x90), .byte(0x80), .byte(0x80), .byte(0x78)])
        == [.character("x")])
  }

  @Test("Every byte, alone and after every other, gives keys or nothing, and leaves no trace")
  func anyTwoBytes() {
    for first in UInt8.min...UInt8.max {
      for second in UInt8.min...UInt8.max {
        var typist = Typist()
        _ = typist.keys([.byte(first), .byte(second)])
        typist.now += 10_000
        _ = typist.keys([])
        #expect(typist.keys("q").last == .character("q"))
      }
    }
  }

  @Test("Enter, Tab and Backspace in each of their forms, and Ctrl with letters")
  func controls() {
    var typist = Typist()
    #expect(typist.keys("\r", "\n") == [.enter, .enter])
    #expect(typist.keys("\t\u{8}\u{7f}") == [.tab, .backspace, .backspace])
    #expect(typist.keys([.code(KEY_BACKSPACE)], [.code(KEY_ENTER)]) == [.backspace, .enter])
    #expect(typist.keys("\u{c}\u{14}") == [.control("l"), .control("t")])
    #expect(typist.keys("\u{0}\u{1c}\u{1f}") == [])
  }

  @Test("Esc alone is a key at once; twice it is two")
  func escape() {
    var typist = Typist()
    #expect(typist.keys("\u{1b}") == [.escape])
    #expect(typist.keys("\u{1b}\u{1b}") == [.escape, .escape])
    #expect(typist.keys("\u{1b}", "k") == [.escape, .character("k")])
    #expect(typist.keys("\u{1b}\u{1b}[A") == [.escape, .up])
  }

  @Test("Alt with a key is nothing")
  func alt() {
    var typist = Typist()
    #expect(typist.keys("\u{1b}k\u{1b}é\u{1b}日q") == [.character("q")])
    #expect(typist.keys([.byte(0x1b), .code(KEY_UP), .byte(0x71)]) == [.character("q")])
  }

  @Test("Function keys F1 to F12, and none above")
  func functionKeys() {
    var typist = Typist()
    for number in 1...12 {
      #expect(typist.keys([.code(lmk_key_function(Int32(number)))]) == [.function(number)])
    }
    #expect(typist.keys([.code(lmk_key_function(13))]) == [])
    #expect(
      typist.keys("\u{1b}OP\u{1b}[15~\u{1b}[24~\u{1b}[[A")
        == [.function(1), .function(5), .function(12), .function(1)])
  }

  @Test("Cursor keys by terminfo's codes, and as sequences it did not know")
  func cursorKeys() {
    var typist = Typist()
    let codes = [
      KEY_UP, KEY_DOWN, KEY_LEFT, KEY_RIGHT, KEY_HOME, KEY_END, KEY_PPAGE, KEY_NPAGE, KEY_DC,
      KEY_IC, KEY_BTAB,
    ]
    let keys: [Key] = [
      .up, .down, .left, .right, .home, .end, .pageUp, .pageDown, .delete, .insert, .backTab,
    ]
    #expect(typist.keys(codes.map { .code($0) }) == keys)
    #expect(
      typist.keys(
        "\u{1b}[A\u{1b}OB\u{1b}[D\u{1b}[C\u{1b}[1~\u{1b}[F\u{1b}[5~\u{1b}[6~\u{1b}[3~"
          + "\u{1b}[2~\u{1b}[Z"
      ) == keys)
    #expect(typist.keys([.code(KEY_RESIZE), .code(KEY_SLEFT), .byte(0x71)]) == [.character("q")])
  }

  @Test("Sequences without a meaning are swallowed whole")
  func unknownSequences() {
    var typist = Typist()
    #expect(
      typist.keys("\u{1b}[1;5A\u{1b}[I\u{1b}[O\u{1b}[?1;2c\u{1b}[999~\u{1b}[3$q")
        == [])
    #expect(typist.keys("q") == [.character("q")])
    let long = "\u{1b}[" + String(repeating: "1", count: 5000)
    _ = typist.keys(long)
    #expect(typist.keys("\u{1b}", "q").last == .character("q"))
  }

  @Test("A sequence may arrive in pieces, and is given up after a silence")
  func slowSequences() {
    var typist = Typist()
    #expect(typist.keys("\u{1b}[", "1", "5", "~k") == [.function(5), .character("k")])
    #expect(typist.keys("\u{1b}[2") == [])
    typist.now += KeyDecoder.sequenceSilence
    #expect(typist.keys("k") == [.character("k")])
  }

  @Test("Clicks and the wheel, in the new notation and the old; nothing else of a mouse")
  func mouse() {
    var typist = Typist()
    #expect(
      typist.keys("\u{1b}[<0;12;5M\u{1b}[<0;12;5m\u{1b}[<64;300;1M\u{1b}[<65;1;1M")
        == [
          .mouse(.init(.click, column: 11, row: 4)),
          .mouse(.init(.wheelUp, column: 299, row: 0)),
          .mouse(.init(.wheelDown, column: 0, row: 0)),
        ])
    #expect(typist.keys("\u{1b}[M !!") == [.mouse(.init(.click, column: 0, row: 0))])
    #expect(typist.keys("\u{1b}[M#!!") == [])
    // Other buttons, modifiers, motion, nonsense.
    #expect(
      typist.keys(
        "\u{1b}[<2;1;1M\u{1b}[<4;1;1M\u{1b}[<32;1;1M\u{1b}[<0;0;0M\u{1b}[<0;1M\u{1b}[<;;Mq",
        "\u{1b}[<0;99999999999999999999;1M") == [.character("q")])
  }

  @Test("A paste is one key, whatever stands in it")
  func paste() {
    var typist = Typist()
    #expect(
      typist.keys("\u{1b}[200~k9\r\n\u{1b}[A\u{1b}q é\u{1b}[201~x")
        == [.paste("k9\r\n\u{1b}[A\u{1b}q é"), .character("x")])
    #expect(typist.keys("\u{1b}[200~\u{1b}[201~") == [.paste("")])
    #expect(
      typist.keys("\u{1b}[200~a\u{1b}[20\u{1b}[201~") == [.paste("a\u{1b}[20")])
    #expect(
      typist.keys([.byte(0x1b)] + "[200~a".utf8.map { .byte($0) } + [.code(KEY_UP)]) == [])
    #expect(typist.keys("b\u{1b}[201~") == [.paste("ab")])
  }

  @Test("A paste may arrive in pieces, at every point of it")
  func slowPaste() {
    let text = "\u{1b}[200~é k\u{1b}[201~"
    let bytes = Array(text.utf8)
    // Not before the sequence is one: ESC alone is a key.
    for cut in 2...bytes.count {
      var typist = Typist()
      let keys = typist.keys(
        bytes[..<cut].map { .byte($0) }, bytes[cut...].map { .byte($0) })
      #expect(keys == [.paste("é k")])
    }
  }

  @Test("A paste is cut at 64 KiB, and its rest is dropped")
  func longPaste() {
    var typist = Typist()
    let text = String(repeating: "é", count: 100_000)
    var keys: [Key] = []
    let bytes = Array(("\u{1b}[200~" + text + "\u{1b}[201~q").utf8)
    for start in stride(from: 0, to: bytes.count, by: 4096) {
      keys += typist.keys(bytes[start..<min(bytes.count, start + 4096)].map { .byte($0) })
    }
    #expect(keys == [.paste(String(text.prefix(32 * 1024))), .character("q")])
  }

  @Test("A paste that never ends is closed by silence, and a flood does not hold its reader")
  func endlessPaste() {
    var typist = Typist()
    #expect(typist.keys("\u{1b}[200~abc") == [])
    typist.now += KeyDecoder.pasteSilence - 1
    #expect(typist.keys("d") == [])
    typist.now += KeyDecoder.pasteSilence
    #expect(typist.keys("") == [.paste("abcd")])
    #expect(typist.keys("k") == [.character("k")])

    var reads = 0
    _ = typist.keys("\u{1b}[200~")
    let key = typist.decoder.next(at: typist.now) {
      reads += 1
      return .byte(0x61)
    }
    #expect(key == nil)
    #expect(reads == KeyDecoder.budget)
  }
}
