import CNcurses
import LMKScreen

/// The operator's terminal. Puts frames on it and turns its bytes into keys.
///
/// ncurses is one for the whole process and belongs to one thread: make this on the main thread,
/// make one at a time, and keep it there. `leave` (or letting go of it) gives the main screen, the
/// cursor, the mouse and the tty's settings back; after a crash `restoreBytes` and the saved
/// settings do, for whoever still can write.
public struct Terminal: ~Copyable {
  public struct Size: Hashable, Sendable {
    public var columns: Int
    public var rows: Int

    public init(columns: Int, rows: Int) {
      self.columns = columns
      self.rows = rows
    }
  }

  enum Mode { case entered, suspended, left }

  /// The colours it shows, `NO_COLOR` considered: resolve a theme for this.
  public let depth: ColorDepth
  /// What characters it shows: `.ascii` if that was asked for, or the locale is not UTF-8.
  public let glyphs: TerminalOptions.Glyphs
  /// The entry of terminfo in use: `TERM`, or what stands in for it.
  public let term: String
  /// Mouse and paste off, attributes off, main screen, cursor on: what one write(2) from a crash
  /// handler must send, after `withSavedTermios`' settings are back.
  public let restoreBytes: [UInt8]

  let screen: OpaquePointer
  /// Keys are read through a pad: reading through a window would repaint it.
  let input: UnsafeMutablePointer<WINDOW>
  var privateModes: PrivateModes
  var savedTermios: termios
  var mode = Mode.entered
  var decoder = KeyDecoder()
  var painter: Painter

  /// Enters the terminal: setlocale(3), newterm(3X) for the first of `TERM`, a relative and vt100
  /// that terminfo knows, then the modes of keys and screen.
  ///
  /// On failure the terminal is as it was.
  public init(_ options: TerminalOptions) throws(TerminalError) {
    guard lmk_has_terminal() != 0 else { throw .noTerminal }
    guard options.term != "dumb" else { throw .dumb }
    var saved = termios()
    guard lmk_tty_save(&saved) == 0 else { throw .noTerminal }
    let isUTF8 = lmk_locale_enter() != 0

    var opened: (screen: OpaquePointer, term: String)?
    for term in options.terms {
      guard let screen = lmk_screen_open(term) else { continue }
      if lmk_terminfo_string("cup") != nil {
        opened = (screen, term)
        break
      }
      endwin()
      delscreen(screen)
    }
    guard let opened, let input = newpad(1, 1) else {
      lmk_tty_restore(&saved)
      throw .noDescription(term: options.term ?? "")
    }

    screen = opened.screen
    term = opened.term
    self.input = input
    savedTermios = saved
    depth = min(Self.terminfoDepth(), options.maximumDepth)
    glyphs = isUTF8 ? options.glyphs : .ascii
    privateModes = PrivateModes(
      isXtermRelative: options.isXtermRelative || lmk_terminfo_string("kmous") != nil,
      mouse: options.mouse)
    // The mouse may be taken later on.
    restoreBytes = Self.restoreBytes(modes: privateModes.with(.on))
    painter = Painter(depth: depth, glyphs: glyphs)
    enter(escapeDelay: options.escapeDelay ?? 25)
  }

  deinit { close() }

  /// Columns and rows, at least 1 by 1.
  public var size: Size {
    Size(columns: max(1, Int(lmk_columns())), rows: max(1, Int(lmk_lines())))
  }

  /// How long the bytes of one key may be apart, in milliseconds.
  public var escapeDelay: Int { Int(get_escdelay()) }

  /// The tty's settings as they were, as the bytes of a `struct termios`; standard input is their
  /// descriptor.
  public func withSavedTermios<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
    withUnsafeBytes(of: savedTermios) { body($0) }
  }

  /// After SIGWINCH: takes the kernel's size (TIOCGWINSZ), resizeterm(3X). The next `show` paints
  /// everything. Keeps the old size if the kernel knows none.
  public mutating func resize() {
    var columns: Int32 = 0
    var rows: Int32 = 0
    guard mode == .entered, lmk_tty_size(&columns, &rows) == 0, columns > 0, rows > 0 else {
      return
    }
    if columns != lmk_columns() || rows != lmk_lines() { resizeterm(rows, columns) }
    painter.forget()
  }

  /// Takes the mouse, or leaves it to the terminal.
  public mutating func setMouse(_ mouse: TerminalOptions.Mouse) {
    let modes = privateModes.with(mouse)
    if mode == .entered {
      privateModes.turnOff()
      modes.turnOn()
    }
    privateModes = modes
  }

  /// Before a stop (SIGTSTP): the main screen, the tty's old settings.
  public mutating func suspend() {
    guard mode == .entered else { return }
    mode = .suspended
    privateModes.turnOff()
    endwin()
  }

  /// After SIGCONT: enters again, also where the stop came without warning (SIGSTOP), and paints
  /// everything.
  public mutating func resume() {
    guard mode != .left else { return }
    mode = .entered
    // Whoever was in front meanwhile may have set the tty as it liked.
    reset_prog_mode()
    wrefresh(lmk_stdscr())
    privateModes.turnOn()
    resize()
    redrawAll()
  }

  /// Gives the terminal back. Nothing happens the second time, and nothing after it is shown.
  public mutating func leave() {
    close()
    mode = .left
  }

  private func close() {
    guard mode != .left else { return }
    if mode == .entered {
      privateModes.turnOff()
      curs_set(1)
      endwin()
    }
    var saved = savedTermios
    lmk_tty_restore(&saved)
    delwin(input)
    delscreen(screen)
  }

  private func enter(escapeDelay: Int32) {
    cbreak()
    noecho()
    nonl()
    intrflush(nil, false)
    keypad(input, true)
    nodelay(input, true)
    // A lone Esc would wait a second by default, even with nodelay.
    set_escdelay(escapeDelay)
    // Never look at the input while painting: what is half painted is finished first.
    typeahead(-1)
    // The mouse speaks in a mode that the decoder reads itself, so columns beyond 223 are told.
    keyok(KEY_MOUSE, false)
    curs_set(0)
    lmk_tty_claim()
    def_prog_mode()
    wrefresh(lmk_stdscr())
    privateModes.turnOn()
  }

  private static func terminfoDepth() -> ColorDepth {
    let colors = tigetnum("colors")
    if colors >= 1 << 24, lmk_terminfo_has_rgb() != 0 { return .trueColor }
    return switch colors {
    case 256...: .palette256
    case 16...: .sixteen
    case 8...: .eight
    default: .mono
    }
  }
}
