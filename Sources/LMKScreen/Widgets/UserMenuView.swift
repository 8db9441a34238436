import LMKCore

/// The choice of a user in words.
struct UserMenuView {
  let scene: Scene
  let menu: UserMenu
  /// Rows of the window.
  let height: Int

  var box: DialogBox {
    let room = max(1, height - 6)
    let first = min(max(0, menu.choice - room / 2), max(0, menu.entries.count - room))
    let lines = menu.entries.indices.dropFirst(first).prefix(room).map { index in
      let entry = menu.entries[index]
      let isChosen = index == menu.choice
      let name = entry.user.map { TextCells(scene.user($0)).filtered } ?? "everybody"
      let count = NumberText.count(entry.count, "process", "processes")
      return StyledText(
        "\(isChosen ? scene.glyphs.pointer : " ") \(name.padded(to: 16)) "
          + "\(scene.size(entry.rssPages).rightAligned(to: 6))  \(count)",
        isChosen ? .select : .text)
    }
    return DialogBox(
      title: "Whose processes?", lines: Array(lines),
      prompt: [StyledText("Enter shows them alone, Esc closes", .dim)])
  }
}
