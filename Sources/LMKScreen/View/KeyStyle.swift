/// Which letters move the cursor.
enum KeyStyle: Hashable, Sendable {
  /// htop's habits: the arrows alone.
  case plain
  /// j k h l, g G, Ctrl-F and Ctrl-B too; what those letters did otherwise keeps its other keys, or
  /// gets one.
  case vim
}

extension ScreenSettings {
  var keyStyle: KeyStyle { usesVimKeys ? .vim : .plain }
}

extension KeyBinding {
  static func table(_ style: KeyStyle) -> [KeyBinding] {
    switch style {
    case .plain: all
    case .vim: vim
    }
  }

  private static let vimKeys: [Action: Key] = [
    .up: .character("k"), .down: .character("j"), .left: .character("h"), .right: .character("l"),
    .top: .character("g"), .bottom: .character("G"), .pageUp: .control("b"),
    .pageDown: .control("f"),
  ]

  /// What has no other key.
  private static let vimTwins: [Action: Key] = [.log: .character("L")]

  /// The plain table with its keys changed, and the labels made anew from them.
  private static let vim: [KeyBinding] = {
    let taken = Set(vimKeys.values)
    var table = all
    for place in table.indices {
      let lost = table[place].keys.filter { taken.contains($0) }.map(\.name)
      table[place].keys.removeAll { taken.contains($0) }
      if let key = vimKeys[table[place].action] { table[place].keys.append(key) }
      if !lost.isEmpty, let twin = vimTwins[table[place].action] {
        table[place].keys.append(twin)
        if let bar = table[place].bar, lost.contains(bar.key) { table[place].bar?.key = twin.name }
      }
    }
    for place in table.indices where !table[place].label.isEmpty && !table[place].keys.isEmpty {
      // A line of the help stands for the bindings behind it that have no words, too.
      let rest = table[(place + 1)...].prefix { $0.label.isEmpty }
      table[place].label = (table[place].keys + rest.flatMap(\.keys)).map(\.name)
        .joined(separator: " ")
    }
    return table
  }()
}

extension Key {
  /// As the help screen calls it.
  var name: String {
    switch self {
    case .character(" "): "space"
    case .character(let letter): String(letter)
    case .function(let number): "F\(number)"
    case .control(let letter): "Ctrl-\(letter.uppercased())"
    case .enter: "Enter"
    case .escape: "Esc"
    case .tab: "Tab"
    case .backTab: "Shift-Tab"
    case .backspace: "Backspace"
    case .delete: "Del"
    case .insert: "Ins"
    case .up: "Up"
    case .down: "Down"
    case .left: "Left"
    case .right: "Right"
    case .home: "Home"
    case .end: "End"
    case .pageUp: "PgUp"
    case .pageDown: "PgDn"
    case .mouse: "mouse"
    case .paste: "paste"
    }
  }
}
