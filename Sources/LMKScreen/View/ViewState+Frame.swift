import LMKCore

extension ViewState {
  /// Draws the snapshot. Touches the visible rows, and all of them only in cheap scans.
  ///
  /// Scroll and cursor are brought within what there is, and what was drawn where is remembered:
  /// a key or a click means what was seen.
  ///
  /// - Parameters:
  ///   - width: columns; any number, 0 included.
  ///   - height: rows; any number, 0 included.
  ///   - now: on the snapshot's clock.
  public mutating func frame(
    of snapshot: Snapshot, in environment: ViewEnvironment, width: Int, height: Int,
    at now: Instant
  ) -> Frame {
    expire(snapshot, at: now)
    world = World(
      userNames: environment.userNames, patterns: environment.patterns,
      themeName: environment.themeName, themeNames: environment.themeNames)
    forgetTheGone(snapshot, at: now)
    catchUp(snapshot, at: now)
    // The ages of what is seen in a recording are those of then; the view's own clock goes on.
    var scene = Scene(snapshot, environment, at: replay == nil ? now : snapshot.at)
    if pane == .thresholds { scene.preview = edit.preview(in: snapshot, at: now) }
    var canvas = Canvas(width: width, height: height, glyphs: scene.glyphs)
    guard !canvas.region.isEmpty else { return canvas.frame }
    let isEditing = pane == .thresholds
    let header = Header(scene: scene)
    var screen = canvas.region
    if let replay, screen.height > ReplayBar.height + 3 {
      let bar = ReplayBar(
        scene: scene, outline: replay, playback: snapshot.playback ?? Playback(), goal: goal)
      bar.draw(into: &canvas, in: screen.takeBottom(ReplayBar.height))
    }
    let layout = ScreenLayout(
      screen, headerLines: header.lines(height: headerHeight(screen.height)),
      isEditing: isEditing)

    header.draw(layout.headerLines, into: &canvas, in: layout.header)
    drawList(scene, into: &canvas, in: layout.list, at: now)
    let thresholds = ThresholdPane(scene: scene, edit: edit, isFocused: isEditing)
    if let form = layout.thresholdForm {
      thresholds.draw(form, into: &canvas, in: layout.thresholds)
    }
    if !layout.shrinker.isEmpty {
      ShrinkerPane(scene: scene).drawLow(into: &canvas, in: layout.shrinker)
    }
    if !layout.events.isEmpty {
      EventPane(scene: scene).draw(into: &canvas, in: layout.events)
    }
    let preview = PreviewPane(scene: scene, edit: edit)
    if !layout.preview.isEmpty { preview.draw(into: &canvas, in: layout.preview) }
    for index in 0..<layout.divider.height {
      let sign = index == 0 && layout.side.isEmpty ? scene.glyphs.topTee : scene.glyphs.vertical
      canvas.draw(sign, .border, in: layout.divider.line(index))
    }
    if !layout.side.isEmpty {
      SidePanes(
        scene: scene, thresholds: thresholds, preview: isEditing ? preview : nil,
        selected: drawn.cursor
      ).draw(into: &canvas, in: layout.side)
      drawn.detailed = drawn.cursor
    }
    let keyBar = KeyBar(
      scene: scene, pane: pane, search: open == nil ? search : nil, notice: notice,
      style: settings.keyStyle, filter: isTypingBelow && list.isTypingFilter ? list.filter : nil,
      matching: list.model.listing.matching)
    if !layout.keyBar.isEmpty {
      keyBar.draw(into: &canvas, in: layout.keyBar)
    } else if keyBar.isSpeaking {
      // A low window has no key bar, but what was asked for must be seen.
      var rest = screen
      let last = rest.takeBottom(screen.height > 1 ? 1 : 0)
      canvas.fill(last)
      keyBar.draw(into: &canvas, in: last)
    }
    drawDialog(scene, header, layout, into: &canvas)
    return canvas.frame
  }

  /// In a low window an edit needs the lines of the header more than the header does.
  private func headerHeight(_ height: Int) -> Int {
    pane == .thresholds && height < 8 ? max(1, height - 3) : height
  }

  /// When the frame changes though no snapshot and no key comes: a held order is let go, a notice
  /// goes. `nil`: not before.
  public func nextChange(after now: Instant) -> Instant? {
    let moments = [
      open == nil ? held?.until : nil, notice?.at.advanced(by: Notice.time),
    ]
    return moments.compactMap { $0 }.filter { $0 > now }.min()
  }

  private mutating func drawList(
    _ scene: Scene, into canvas: inout Canvas, in region: Region, at now: Instant
  ) {
    var region = region
    let listing = listing(scene.snapshot)
    let status = ListStatus(
      scene: scene, list: list, listing: listing, hiddenTags: hiddenTags(listing, scene.snapshot),
      isFrozen: held.map { $0.until == nil } ?? false)
    if region.height >= 4, !status.isSilent {
      status.draw(into: &canvas, in: region.takeBottom(1))
    }
    let columns = CandidateColumns(
      width: region.width, snapshot: scene.snapshot,
      columns: CandidateColumns.columns(
        settings.columns, list.view, list.order, width: region.width),
      order: list.order, margin: list.tags.isEmpty ? 1 : 2)
    let candidates = CandidateList(
      scene: scene, listing: listing, columns: columns, tags: list.tags)
    let limit = drawn.scrollLimit
    let position = drawn.position
    if case .top = cursor, held == nil { scroll = 0 }
    drawn = candidates.draw(
      cursor: cursor, lastPosition: position, scroll: &scroll, held: heldWords(at: now),
      into: &canvas, in: region)
    drawn.scrollLimit = limit
    guard held == nil else { return }
    // One that is gone hands the cursor to whoever stands in its place, once the order is free.
    switch cursor {
    case .top: break
    case .on(let key): if drawn.cursor != key { takeDrawn() }
    case .onGroup(let anchor): if drawn.group != anchor { takeDrawn() }
    }
  }

  private mutating func takeDrawn() {
    cursor = drawn.cursor.map(Cursor.on) ?? drawn.group.map(Cursor.onGroup) ?? .top
  }

  private func heldWords(at now: Instant) -> String? {
    guard let held else { return nil }
    guard let until = held.until else { return " FROZEN: order held, z lets go " }
    guard open == nil else { return " order held " }
    let seconds = max(1, Int(until.seconds(since: now) + 0.999))
    return " order held \(seconds) s "
  }

  private mutating func drawDialog(
    _ scene: Scene, _ header: Header, _ layout: ScreenLayout, into canvas: inout Canvas
  ) {
    guard let dialog = open?.dialog else { return }
    // The first row tells whether it is armed: nothing ever covers it, but where there is nothing
    // else.
    var screen = canvas.region
    if screen.height > 1 { _ = screen.takeTop(1) }
    switch dialog {
    case .help(let pane, let scroll):
      canvas.fill(screen)
      drawn.listHeight = screen.height
      drawn.scrollLimit = HelpView(scene: scene, pane: pane, style: settings.keyStyle)
        .draw(scroll: scroll, into: &canvas, in: screen)
    case .log(let scroll):
      canvas.fill(screen)
      drawn.listHeight = screen.height
      drawn.scrollLimit = EventPane(scene: scene)
        .drawLog(scroll: scroll, into: &canvas, in: screen)
    case .opinions(let scroll):
      canvas.fill(screen)
      drawn.listHeight = screen.height
      drawn.scrollLimit = OpinionsView(scene: scene)
        .draw(scroll: scroll, into: &canvas, in: screen)
    case .whatIf(let steps, let scroll):
      canvas.fill(screen)
      drawn.listHeight = screen.height
      drawn.scrollLimit = WhatIfView(scene: scene, steps: steps)
        .draw(scroll: scroll, into: &canvas, in: screen)
    case .details(let key):
      let row = scene.snapshot.rows.first { $0.candidate.key == key }
      DialogBox(
        title: "Process \(key.pid)",
        lines: row.map { ProcessDetails(scene: scene, row: $0).lines }
          ?? [StyledText("\(key.pid) is gone", .warn)],
        prompt: [
          StyledText("s reads its PSS (it may wait for that); arrows scroll, Esc closes", .dim)
        ]
      ).draw(into: &canvas, over: screen, from: &detailsScroll)
      drawn.detailed = key
    case .kill(let dialog):
      KillDialogView(scene: scene, dialog: dialog).box.draw(into: &canvas, over: screen)
    case .adj(let dialog):
      AdjDialogView(scene: scene, dialog: dialog).box.draw(into: &canvas, over: screen)
    case .arm(let dialog):
      let view = ArmDialogView(scene: scene, dialog: dialog)
      let prompt = view.box.draw(into: &canvas, over: screen)
      if ArmingObstacle.all(in: scene.snapshot).isEmpty, !prompt.isEmpty {
        canvas.placeCursor(
          column: prompt.column + view.cursorColumn, row: prompt.row + prompt.height - 1)
      }
    case .users(let menu):
      UserMenuView(scene: scene, menu: menu, height: screen.height).box
        .draw(into: &canvas, over: screen)
    case .setup(let dialog):
      let view = SetupView(scene: scene, dialog: dialog, settings: settings)
      if !layout.keyBar.isEmpty {
        let keys = screen.takeBottom(1)
        if notice == nil { view.drawKeys(into: &canvas, in: keys) }
      }
      canvas.fill(screen)
      view.draw(into: &canvas, in: screen)
    case .quit:
      DialogBox(
        title: "Quit",
        lines: [
          scene.isArmed
            ? StyledText("lmktop is ARMED. Quitting disarms it.", .warn)
            : StyledText("lmktop is disarmed.")
        ],
        prompt: [StyledText("y quits; Esc stays", .text)], role: .warn
      ).draw(into: &canvas, over: screen)
    }
  }
}
