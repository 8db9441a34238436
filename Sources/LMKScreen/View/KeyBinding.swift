/// One line of the key table. The table is what the keys do, what the key bar offers and what the
/// help screen says: there is no second list.
struct KeyBinding: Hashable, Sendable {
  enum Context: Hashable, Sendable {
    case everywhere
    case pane(Pane)
  }

  var keys: [Key]
  /// The keys as the help screen names them.
  var label: String
  var words: String
  var context: Context
  var action: Action
  /// For the key bar: the key and the word behind it.
  var bar: Bar?

  struct Bar: Hashable, Sendable {
    var key: String
    var word: String
    /// The lower, the sooner a narrow bar drops it.
    var weight: Int
  }

  init(
    _ keys: [Key], _ label: String, _ words: String, in context: Context = .everywhere,
    _ action: Action, bar: Bar? = nil
  ) {
    self.keys = keys
    self.label = label
    self.words = words
    self.context = context
    self.action = action
    self.bar = bar
  }

  /// What stands in the help and the key bar: read-only, what changes anything is gone from both.
  static func offered(_ style: KeyStyle = .plain, readOnly: Bool) -> [KeyBinding] {
    readOnly ? table(style).filter { !$0.action.changesTheWorld } : table(style)
  }

  static func action(for key: Key, in pane: Pane, _ style: KeyStyle = .plain) -> Action? {
    table(style).first {
      $0.keys.contains(key) && ($0.context == .everywhere || $0.context == .pane(pane))
    }?.action
  }

  static let all: [KeyBinding] = [
    // The pane's own keys stand first: they win over those that hold everywhere.
    KeyBinding(
      [.enter], "Enter", "details of the process, and why it stands there",
      in: .pane(.candidates), .details,
      bar: Bar(key: "Enter", word: "why", weight: -6)),
    KeyBinding(
      [.up], "Up Down", "move the cursor; the order is held for 3 s", in: .pane(.candidates), .up),
    KeyBinding([.down], "", "", in: .pane(.candidates), .down),
    KeyBinding(
      [.pageUp], "PgUp PgDn", "a page up, down", in: .pane(.candidates), .pageUp),
    KeyBinding([.pageDown], "", "", in: .pane(.candidates), .pageDown),
    KeyBinding(
      [.home], "Home End", "the next to die, the last; Home stays with the first row",
      in: .pane(.candidates), .top),
    KeyBinding([.end], "", "", in: .pane(.candidates), .bottom),
    KeyBinding(
      [.left], "Left Right", "fold, unfold", in: .pane(.candidates), .left),
    KeyBinding([.right], "", "", in: .pane(.candidates), .right),
    KeyBinding(
      [.character("+"), .character("=")], "+ = - *", "unfold, fold; all of them",
      in: .pane(.candidates), .unfold),
    KeyBinding([.character("-")], "", "", in: .pane(.candidates), .fold),
    KeyBinding([.character("*")], "", "", in: .pane(.candidates), .foldAll),
    KeyBinding(
      [.function(4), .character("\\")], "F4 \\",
      "filter: words of the name, /expression/, adj>500 rss>1G user=build; ! in front: not",
      in: .pane(.candidates), .filter, bar: Bar(key: "F4", word: "Filter", weight: -30)),
    KeyBinding(
      [.function(5), .character("t")], "F5 t", "tree by parent, and back", in: .pane(.candidates),
      .tree, bar: Bar(key: "F5", word: "Tree", weight: -31)),
    KeyBinding(
      [.character("v")], "v V",
      "the next view, the last: kill order, tree, by adj, by unit, by control group, red-black tree",
      in: .pane(.candidates), .nextView),
    KeyBinding([.character("V")], "", "", in: .pane(.candidates), .lastView),
    KeyBinding(
      [.function(6), .character(">")], "F6 > <", "sort by the next column, the last",
      in: .pane(.candidates), .nextColumn, bar: Bar(key: "F6", word: "Sort", weight: -32)),
    KeyBinding([.character("<")], "", "", in: .pane(.candidates), .lastColumn),
    KeyBinding(
      [.character("o")], "o P M T N", "sort by kill order, CPU, memory, CPU time, pid",
      in: .pane(.candidates), .sort(.rank)),
    KeyBinding([.character("P")], "", "", in: .pane(.candidates), .sort(.cpu)),
    KeyBinding([.character("M")], "", "", in: .pane(.candidates), .sort(.rss)),
    KeyBinding([.character("T")], "", "", in: .pane(.candidates), .sort(.time)),
    KeyBinding([.character("N")], "", "", in: .pane(.candidates), .sort(.pid)),
    KeyBinding([.character("I")], "I", "turn the order over", in: .pane(.candidates), .invert),
    KeyBinding(
      [.character(" ")], "space c U",
      "tag, or not any more; tag with all that descend from it; untag all",
      in: .pane(.candidates), .tag),
    KeyBinding([.character("c")], "", "", in: .pane(.candidates), .tagFamily),
    KeyBinding([.character("U")], "", "", in: .pane(.candidates), .untagAll),
    KeyBinding(
      [.character("F")], "F", "follow the process under the cursor, through every order",
      in: .pane(.candidates), .follow),
    KeyBinding(
      [.character("z"), .character("Z")], "z Z", "freeze the list; what its rows say goes on",
      in: .pane(.candidates), .freeze),
    KeyBinding(
      [.character("u")], "u", "one user's processes", in: .pane(.candidates), .users),
    // Digits are answered before the table: each of them is also the first letter of a text.
    KeyBinding([], "digits", "jump to a pid", in: .pane(.candidates), .search),

    KeyBinding(
      [.up], "Up Down Left Right", "choose a cell", in: .pane(.thresholds), .up,
      bar: Bar(key: "arrows", word: "cell", weight: 6)),
    KeyBinding([.down], "", "", in: .pane(.thresholds), .down),
    KeyBinding([.left], "", "", in: .pane(.thresholds), .left),
    KeyBinding([.right], "", "", in: .pane(.thresholds), .right),
    KeyBinding(
      [.character("+"), .character("=")], "+ = -", "nudge the value up, down",
      in: .pane(.thresholds), .nudgeUp, bar: Bar(key: "+-", word: "nudge", weight: 5)),
    KeyBinding([.character("-")], "", "", in: .pane(.thresholds), .nudgeDown),
    KeyBinding(
      [.enter], "Enter", "type a value (64MiB, 2G, 18432p, 2%); Enter again sets it",
      in: .pane(.thresholds), .typeCell,
      bar: Bar(key: "Enter", word: "set", weight: 9)),
    KeyBinding(
      [.character("u")], "u", "undo the last edit", in: .pane(.thresholds), .undo,
      bar: Bar(key: "u", word: "undo", weight: 7)),
    KeyBinding(
      [.character("W")], "W", "write the table to the configuration", in: .pane(.thresholds),
      .write, bar: Bar(key: "W", word: "write", weight: 8)),

    KeyBinding(
      [.function(1), .character("h"), .character("?")], "F1 h ?", "this help", .help,
      bar: Bar(key: "F1", word: "Help", weight: 5)),
    KeyBinding(
      [.function(2), .character("S")], "F2 S",
      "setup: columns, order, theme, safety, keys and mouse", .setup,
      bar: Bar(key: "F2", word: "Setup", weight: -25)),
    KeyBinding(
      [.function(3), .character("/")], "F3 /",
      "search by name (in either case) or pid; F3 or Down: next; Enter ends it", .search,
      bar: Bar(key: "F3", word: "Find", weight: 2)),
    KeyBinding([.character("n")], "n", "next match", .searchNext),
    KeyBinding(
      [.function(9), .character("k")], "F9 k",
      "signal the process under the cursor, or each that is tagged", .kill,
      bar: Bar(key: "F9", word: "Kill", weight: 8)),
    KeyBinding(
      [.function(7), .character("[")], "F7 [ F8 ]",
      "lower, raise oom_score_adj: a dialog shows the new place before anything is written",
      in: .pane(.candidates), .lowerAdj, bar: Bar(key: "F7", word: "Adj-", weight: -30)),
    KeyBinding(
      [.function(8), .character("]")], "", "", in: .pane(.candidates), .raiseAdj,
      bar: Bar(key: "F8", word: "Adj+", weight: -31)),
    KeyBinding(
      [.character("p")], "p", "pin the process under the cursor: no automatic kill, while it lives",
      in: .pane(.candidates), .pin),
    KeyBinding(
      [.character("e")], "e", "edit the thresholds", .editThresholds,
      bar: Bar(key: "e", word: "edit", weight: 6)),
    KeyBinding(
      [.character("A")], "A", "arm (asks for the word ARM); armed: disarm at once", .arm,
      bar: Bar(key: "A", word: "arm", weight: 9)),
    KeyBinding(
      [.character("X")], "X", "panic: disarm, and hold the list; from any dialog", .panic,
      bar: Bar(key: "X", word: "panic", weight: 4)),
    KeyBinding(
      [.character("l")], "l", "the event log", .log, bar: Bar(key: "l", word: "log", weight: 3)),
    KeyBinding(
      [.character("O")], "O", "opinions: whom the kernel and other killers would take, and when",
      .opinions),
    KeyBinding(
      [.character("w")], "w", "what if: who would be killed in turn, if somebody took so much more",
      .whatIf),
    KeyBinding([.character("K")], "K", "show or hide kernel threads", .kernelThreads),
    KeyBinding([.tab, .backTab], "Tab Shift-Tab", "the other pane", .nextPane),
    KeyBinding([.character("d")], "d", "the delay: 1, 2, 5, 0.5 s", .delay),
    KeyBinding(
      [.control("t")], "Ctrl-T", "next theme", .nextTheme),
    KeyBinding(
      [.character("R")], "R", "read the configuration again: all of it holds, or nothing changes",
      .reload),
    KeyBinding([.control("l")], "Ctrl-L", "redraw", .redraw),
    KeyBinding([.escape], "Esc", "close, let go of the order; never quits", .close),
    KeyBinding(
      [.function(10), .character("q"), .control("c")], "F10 q Ctrl-C", "quit (asks if armed)",
      .quit, bar: Bar(key: "F10", word: "Quit", weight: 7)),
  ]
}
