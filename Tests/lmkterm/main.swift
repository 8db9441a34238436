// A program for tests: it owns the terminal it was started on, takes commands as lines on
// descriptor 3, and tells what happened as lines on descriptor 4.
//
//     frame W H              a new blank frame
//     put COLUMN ROW ROLE WIDTH TEXT…   each grapheme of TEXT takes WIDTH columns
//     cursor COLUMN ROW
//     show                   → shown
//     theme SHIFT            moves every colour on by SHIFT, for the next show
//     redraw, heal, resize, suspend, resume   → done
//     size                   → size COLUMNS ROWS
//     leave                  → left, and ends
//     crash                  writes the restoring bytes and settings, as a crash handler would
//
// Keys are told as they come: `key …`.
import Glibc
import LMKCurses
import LMKScreen

func tell(_ line: String) {
  let bytes = Array((line + "\n").utf8)
  var rest = bytes[...]
  while !rest.isEmpty {
    let written = rest.withUnsafeBytes { write(4, $0.baseAddress, $0.count) }
    guard written > 0 else { return }
    rest = rest.dropFirst(written)
  }
}

func describe(_ key: Key) -> String {
  switch key {
  case .character(let character): "character \(character)"
  case .function(let number): "function \(number)"
  case .control(let letter): "control \(letter)"
  case .mouse(let mouse): "mouse \(mouse.action) \(mouse.column) \(mouse.row)"
  case .paste(let text): "paste \(text.utf8.count) \(text.prefix(40).debugDescription)"
  default: "\(key)"
  }
}

func environment() -> [String: String] {
  var values: [String: String] = [:]
  for name in ["TERM", "ESCDELAY", "NO_COLOR"] {
    if let value = getenv(name) { values[name] = String(cString: value) }
  }
  return values
}

/// Every role with a look of its own: its number in the palette, bold where it is odd.
func plainTheme(shift: Int = 0) -> Theme {
  var theme = Theme(name: "test")
  for role in Role.allCases where role != .text {
    theme[role] = RoleStyle(
      foreground: ColorSpec(palette: UInt8(16 + shift + role.index)),
      attributes: role.index.isMultiple(of: 2) ? [] : .bold)
  }
  theme[.armed] = RoleStyle(
    foreground: ColorSpec(rgb: 0xffffff), background: ColorSpec(rgb: 0xff0000),
    mono: [.bold, .reverse])
  return theme
}

func run() throws(TerminalError) {
  var options = TerminalOptions(environment: environment())
  if CommandLine.arguments.contains("--no-mouse") { options.mouse = .off }
  if CommandLine.arguments.contains("--ascii") { options.glyphs = .ascii }
  var terminal = try Terminal(options)
  var theme = plainTheme().resolved(for: terminal.depth)
  var frame = Frame(width: terminal.size.columns, height: terminal.size.rows)
  tell("ready \(terminal.term) \(terminal.depth) \(terminal.glyphs) \(terminal.escapeDelay)")

  var pending: [UInt8] = []
  while true {
    var descriptors = [
      pollfd(fd: 0, events: Int16(POLLIN), revents: 0),
      pollfd(fd: 3, events: Int16(POLLIN), revents: 0),
    ]
    guard poll(&descriptors, 2, 1000) >= 0 || errno == EINTR else { return }
    while let key = terminal.nextKey() { tell("key " + describe(key)) }
    guard descriptors[1].revents != 0 else { continue }
    var buffer = [UInt8](repeating: 0, count: 65536)
    let count = read(3, &buffer, buffer.count)
    guard count > 0 else { return }
    pending += buffer[..<count]
    while let end = pending.firstIndex(of: UInt8(ascii: "\n")) {
      let line = String(decoding: pending[..<end], as: UTF8.self)
      pending.removeSubrange(...end)
      let words = line.split(separator: " ", maxSplits: 5, omittingEmptySubsequences: false)
        .map(String.init)
      switch words[0] {
      case "frame": frame = Frame(width: Int(words[1])!, height: Int(words[2])!)
      case "put":
        var column = Int(words[1])!
        let width = Int(words[4])!
        for character in words[5] {
          let role = Role(rawValue: words[3])!
          frame[column, Int(words[2])!] = Cell(character, width: UInt8(width), role: role)
          if width == 2 { frame[column + 1, Int(words[2])!] = Cell(" ", width: 0, role: role) }
          column += width
        }
      case "cursor": frame.cursor = Frame.Position(column: Int(words[1])!, row: Int(words[2])!)
      case "theme": theme = plainTheme(shift: Int(words[1])!).resolved(for: terminal.depth)
      case "show":
        terminal.show(frame, theme: theme)
        tell("shown")
      case "redraw":
        terminal.redrawAll()
        tell("done")
      case "heal":
        terminal.healRow()
        tell("done")
      case "resize":
        terminal.resize()
        tell("done")
      case "suspend":
        terminal.suspend()
        tell("done")
      case "resume":
        terminal.resume()
        tell("done")
      case "size": tell("size \(terminal.size.columns) \(terminal.size.rows)")
      case "leave":
        terminal.leave()
        terminal.leave()
        tell("left")
        return
      case "crash":
        terminal.withSavedTermios { settings in
          _ = tcsetattr(0, TCSANOW, settings.assumingMemoryBound(to: termios.self).baseAddress!)
        }
        let bytes = terminal.restoreBytes
        _ = write(1, bytes, bytes.count)
        tell("left")
        _exit(1)
      default: tell("unknown \(line)")
      }
    }
  }
}

do {
  try run()
} catch {
  tell("error \(error)")
  exit(69)
}
