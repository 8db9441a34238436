/// Where everything stands in a window of a given size. What gives way, in this order: events,
/// shrinker, thresholds (to one line, then none); the header and the list stay.
///
///     ┌──────────────────────────────┐      ┌──────────────────┬─────────┐
///     │ header                       │      │ header           ╵         │
///     │ list                         │      │ list             │ rows    │
///     ├───────────┬──────────────────┤      │                  │ shrinker│
///     │ thresholds│ shrinker         │      │                  │ process │
///     ├───────────┴──────────────────┤      ├──────────────────┤ cannot  │
///     │ events                       │      │ events           │         │
///     │ keys                         │      │ keys             ╷         │
///     └──────────────────────────────┘      └──────────────────┴─────────┘
///          from 70×20                            from 140×24
struct ScreenLayout {
  var headerLines: [Header.Line]
  var header: Region
  var list: Region
  var thresholds: Region
  var thresholdForm: ThresholdPane.Form?
  var shrinker: Region
  var events: Region
  /// What an edit would change: in the place of the events, or in the side column.
  var preview: Region
  var keyBar: Region
  var divider: Region
  var side: Region

  init(_ screen: Region, headerLines: [Header.Line], isEditing: Bool) {
    let nothing = Region(width: 0, height: 0)
    var rest = screen
    self.headerLines = headerLines
    header = rest.takeTop(headerLines.count)
    keyBar = screen.height >= 8 ? rest.takeBottom(1) : nothing
    thresholds = nothing
    shrinker = nothing
    events = nothing
    preview = nothing
    divider = nothing
    side = nothing
    thresholdForm = nil

    if screen.width >= 140 && screen.height >= 24 {
      var right = rest.takeRight(SidePanes.width(of: screen.width))
      side = right.takeRight(right.width - 2)
      divider = Region(column: right.column, row: right.row, width: 1, height: right.height)
      events = rest.takeBottom(min(12, max(4, rest.height / 4)))
      list = rest
      return
    }
    // The list keeps at least its heading and five rows before anything stands below it.
    let room = rest.height
    let low = ThresholdPane.height(.twoColumns)
    if isEditing {
      // The edit and its preview come first.
      preview = rest.takeBottom(room >= 20 ? 4 : room >= 12 ? 3 : min(2, max(1, room - 2)))
      if room >= 9 && screen.width >= 34 {
        thresholds = rest.takeBottom(low)
        thresholdForm = .twoColumns
      } else if room >= 3 {
        thresholds = rest.takeBottom(1)
        thresholdForm = .oneLine
      }
    } else {
      if room >= 16 { events = rest.takeBottom(room >= 28 ? room / 4 : 3) }
      if room >= 11 && screen.width >= 34 {
        thresholds = rest.takeBottom(low)
        thresholdForm = .twoColumns
      } else if room >= 7 {
        thresholds = rest.takeBottom(1)
        thresholdForm = .oneLine
      }
    }
    if thresholdForm == .twoColumns && screen.width >= 70 {
      shrinker = thresholds.takeRight(screen.width - 34)
      divider = Region(
        column: thresholds.column + thresholds.width - 1, row: thresholds.row, width: 1,
        height: thresholds.height)
      thresholds.width -= 1
    }
    list = rest
  }
}
