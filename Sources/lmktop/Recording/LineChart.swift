/// Lines over time, as SVG. Lines differ by dashes too, not by colour alone.
struct LineChart {
  private static let left = 70.0
  private static let right = 20.0
  private static let top = 24.0
  private static let bottom = 28.0
  private static let total = (width: 960.0, height: 320.0)

  private let span: Double
  private let caption: String
  /// The value at the upper end; the lower one is 0.
  var height = 1.0
  var label: (Double) -> String = { "\($0)" }
  var timeLabel: (Double) -> String = { "\($0)" }
  private var lines: [(style: String, name: String, points: [(x: Double, y: Double)])] = []
  private var rows: [(name: String, from: Double, to: Double, height: Double)] = []
  private var marks: [(x: Double, kind: String, words: String)] = []

  /// - Parameter width: seconds.
  init(width: Double, caption: String) {
    span = width
    self.caption = caption
  }

  mutating func add(_ style: String, _ name: String, _ points: [(x: Double, y: Double)]) {
    lines.append((style, name, points))
  }

  mutating func addRow(_ name: String, from: Double, to: Double, _ height: Double) {
    rows.append((name, from, to, height))
  }

  mutating func addMark(_ x: Double, kind: String, _ words: String) {
    marks.append((x, kind, words))
  }

  private func x(_ seconds: Double) -> Double {
    let width = Self.total.width - Self.left - Self.right
    return Self.left + min(max(0, seconds / span), 1) * width
  }

  private func y(_ value: Double) -> Double {
    let room = Self.total.height - Self.top - Self.bottom
    return Self.top + (1 - min(max(0, value / height), 1)) * room
  }

  var svg: String {
    var parts = [
      "<svg viewBox=\"0 0 \(Int(Self.total.width)) \(Int(Self.total.height))\" role=\"img\""
        + " aria-label=\"\(ReportHTML.escaped(caption))\">"
    ]
    parts += axes
    for row in rows {
      parts.append(line("row", x(row.from), y(row.height), x(row.to), y(row.height)))
      parts.append(text(x(row.to) + 3, y(row.height) + 4, row.name))
    }
    for mark in marks {
      parts.append(
        line(mark.kind, x(mark.x), Self.top, x(mark.x), Self.total.height - Self.bottom)
          .replacing("/>", with: "><title>\(ReportHTML.escaped(mark.words))</title></line>"))
    }
    for line in lines { parts += [path(line.style, line.points)] }
    parts += legend
    parts.append("</svg>")
    return parts.joined(separator: "\n")
  }

  private var axes: [String] {
    var parts: [String] = []
    for step in 0...4 {
      let value = height * Double(step) / 4
      parts.append(line("axis", Self.left, y(value), Self.total.width - Self.right, y(value)))
      parts.append(text(Self.left - 6, y(value) + 4, label(value), anchor: "end"))
    }
    for step in 0...6 {
      let seconds = span * Double(step) / 6
      let anchor = step == 6 ? "end" : "middle"
      parts.append(text(x(seconds), Self.total.height - 8, timeLabel(seconds), anchor: anchor))
    }
    return parts
  }

  private var legend: [String] {
    var parts: [String] = []
    var place = Self.left
    for entry in lines {
      parts.append("<path class=\"\(entry.style)\" d=\"M\(number(place)) 12h28\"/>")
      parts.append(text(place + 34, 16, entry.name))
      place += 130
    }
    if !marks.isEmpty {
      parts.append(line("kill", place + 8, 4, place + 8, 20))
      parts.append(text(place + 18, 16, "kill (dotted: would have)"))
      place += 180
    }
    if !rows.isEmpty {
      parts.append(line("row", place, 12, place + 28, 12))
      parts.append(text(place + 34, 16, "rows"))
    }
    return parts
  }

  private func path(_ style: String, _ points: [(x: Double, y: Double)]) -> String {
    var d = ""
    for (index, point) in points.enumerated() {
      d += "\(index == 0 ? "M" : "L")\(number(x(point.x))) \(number(y(point.y)))"
    }
    return "<path class=\"\(style)\" d=\"\(d)\"/>"
  }

  private func line(
    _ style: String, _ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double
  ) -> String {
    "<line class=\"\(style)\" x1=\"\(number(x1))\" y1=\"\(number(y1))\" x2=\"\(number(x2))\""
      + " y2=\"\(number(y2))\"/>"
  }

  private func text(
    _ x: Double, _ y: Double, _ words: String, anchor: String = "start"
  ) -> String {
    "<text x=\"\(number(x))\" y=\"\(number(y))\" text-anchor=\"\(anchor)\">"
      + "\(ReportHTML.escaped(words))</text>"
  }

  /// One decimal.
  private func number(_ value: Double) -> String {
    let tenths = Int((value * 10).rounded())
    return "\(tenths / 10).\(tenths.magnitude % 10)"
  }
}
