import LMKCore

/// Headroom against the rows, on one line: memory runs out from left to right, the rows stand in
/// its way, and a row is crossed exactly when the mark is to the right of it.
///
///     Headroom 8.00G▕█████████████6████5███4█▲·3···2···1▏0  1.60G file
///
/// The scale is linear, from twice the highest row at the left end to nothing at the right: rows
/// are a small part of the memory, and on a scale of the whole of it they would be one column.
struct HeadroomBar {
  let scene: Scene

  func draw(into canvas: inout Canvas, in region: Region) {
    let snapshot = scene.snapshot
    let headroom = snapshot.terms.headroom
    let table = snapshot.thresholds
    let kind = snapshot.terms.otherFile >= snapshot.terms.otherFree ? "file" : "free"
    let value = scene.size(headroom)
    guard let highest = table.indices.last, region.width >= 30 else {
      var line = FlexLine()
      line.add("Headroom", "head", "", weight: 1)
      line.add(StyledText(value), weight: 3)
      line.add(StyledText(kind), "", weight: 2)
      line.gap = 1
      canvas.drawShortened(line.fitted(to: region.width), in: region)
      return
    }
    let scale = max(1, table[highest].minfreePages * 2)
    let isWide = region.width >= 60
    let tail =
      isWide
      ? "0  \(value) " + (kind == "file" ? "page cache" : "free above reserve")
      : "0 \(value) \(kind)"
    var column = canvas.draw(
      isWide ? "Headroom \(scene.size(scale))" : scene.size(scale), .title, in: region)
    column = canvas.draw(scene.glyphs.barLeft, .border, at: column, in: region)
    let width = region.width - column - 1 - tail.columns
    for cell in cells(width: width, scale: scale) {
      column = canvas.draw(cell.text, cell.role, at: column, in: region)
    }
    column = canvas.draw(scene.glyphs.barRight, .border, at: column, in: region)
    let role = scene.active.map { scene.levelRole($0) } ?? .ok
    canvas.draw(tail, role, at: column, in: region)
  }

  private enum Mark: Equatable {
    case row(Int)
    case headroom
  }

  /// The columns of the bar, from plenty to nothing.
  func cells(width: Int, scale: Int) -> [(text: String, role: Role)] {
    let table = scene.snapshot.thresholds
    let headroom = scene.snapshot.terms.headroom
    let isBeyond = headroom > scale
    // From the left: the crossed rows, the mark, the others. Their order is the message, so none
    // may share a column with another or change places through rounding.
    var marks: [(mark: Mark, pages: Int)] = table.indices.reversed().map {
      (.row($0), table[$0].minfreePages)
    }
    let place = marks.firstIndex { $0.pages <= headroom } ?? marks.count
    marks.insert((.headroom, headroom), at: place)
    guard width >= marks.count else { return [] }
    var columns = marks.map { mark in
      min(
        max(0, width - 1 - (min(max(0, mark.pages), scale) * (width - 1) + scale / 2) / scale),
        width - 1)
    }
    for index in columns.indices.dropFirst() {
      columns[index] = max(columns[index], columns[index - 1] + 1)
    }
    for index in columns.indices.reversed() {
      columns[index] = min(columns[index], width - (columns.count - index))
    }
    let edge = columns[place]
    let glyphs = scene.glyphs
    let used: Role = scene.active.map { scene.levelRole($0) } ?? .barUsed
    return (0..<width).map { column in
      if let index = columns.firstIndex(of: column) {
        switch marks[index].mark {
        case .row(let row): return ("\(row + 1)", scene.levelRole(row))
        case .headroom: return (isBeyond ? glyphs.barBeyond : glyphs.barMark, .tick)
        }
      }
      return column < edge ? (glyphs.barUsed, used) : (glyphs.barFree, .barFile)
    }
  }
}
