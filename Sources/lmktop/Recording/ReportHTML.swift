import LMKCore
import LMKTrace

/// The page as HTML that needs nothing but itself: no script, no font, no picture from elsewhere.
struct ReportHTML {
  let page: ReportPage

  var text: String {
    """
    <!doctype html>
    <html lang="en"><head><meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
    <meta name="viewport" content="width=device-width">
    <title>\(Self.escaped(page.title))</title>
    <style>\(Self.style)</style></head><body>
    <h1>\(Self.escaped(page.title))</h1>
    <dl>\(page.facts.map { "<dt>\(Self.escaped($0.name))</dt><dd>\(Self.escaped($0.value))</dd>" }.joined())</dl>
    \(remarks)
    <h2>Memory and the rows</h2>
    \(memoryChart.svg)
    <h2>Stalls (PSI): share of the time</h2>
    \(stallChart.svg)
    \(page.tables.map(html).joined(separator: "\n"))
    </body></html>

    """
  }

  private var remarks: String {
    guard !page.remarks.isEmpty else { return "" }
    return "<h2>What could not be seen</h2><ul>"
      + page.remarks.map { "<li>\(Self.escaped($0))</li>" }.joined() + "</ul>"
  }

  private func html(_ table: ReportPage.Table) -> String {
    let title = "<h2>\(Self.escaped(table.title))</h2>"
    if table.rows.isEmpty { return title + "<p>None.</p>" }
    let head = table.heading.map { "<th>\(Self.escaped($0))</th>" }.joined()
    let rows = table.rows.map { row in
      "<tr>" + row.map { "<td>\(Self.escaped($0))</td>" }.joined() + "</tr>"
    }
    return title + "<table><tr>\(head)</tr>\n" + rows.joined(separator: "\n") + "</table>"
  }

  // MARK: Charts

  private var first: Instant { page.recording.replay.index.first }
  private var last: Instant { page.recording.replay.index.last }

  private func point(_ at: Instant, _ value: Double) -> (x: Double, y: Double) {
    (at.seconds(since: first), value)
  }

  private var span: Double { max(0.001, last.seconds(since: first)) }

  private var memoryChart: LineChart {
    var chart = LineChart(width: span, caption: "pages of free, file and MemAvailable over time")
    let shares = page.survey.shares
    let rows = page.survey.thresholds
    let highestRow = rows.compactMap { $0.table.levels.last?.minfreePages }.max() ?? 0
    let highest = shares.map { max($0.free, $0.file) }.max() ?? 0
    // Rows are a small part of a machine: what is far above them says nothing about them.
    chart.height = Double(max(1, min(highest, highestRow * 4), highestRow)) * 1.05
    chart.label = { page.size(Int($0)) }
    chart.timeLabel = { page.clock.time(first.advanced(by: .seconds($0))) }
    chart.add("free", "free", shares.map { point($0.at, Double($0.free)) })
    chart.add("file", "file", shares.map { point($0.at, Double($0.file)) })
    chart.add("available", "MemAvailable", shares.map { point($0.at, Double($0.available)) })
    for (index, part) in rows.enumerated() {
      let end = index + 1 < rows.count ? rows[index + 1].at : last
      for (row, level) in part.table.levels.enumerated() {
        let height = Double(level.minfreePages)
        chart.addRow(
          "\(row + 1)", from: part.at.seconds(since: first), to: end.seconds(since: first), height)
      }
    }
    addKills(to: &chart)
    return chart
  }

  private var stallChart: LineChart {
    var chart = LineChart(width: span, caption: "PSI some and full over time")
    chart.height = 1
    chart.label = { "\(Int($0 * 100 + 0.5)) %" }
    chart.timeLabel = { page.clock.time(first.advanced(by: .seconds($0))) }
    let shares = page.survey.shares
    chart.add("some", "some", shares.compactMap { share in share.some.map { point(share.at, $0) } })
    chart.add("full", "full", shares.compactMap { share in share.full.map { point(share.at, $0) } })
    addKills(to: &chart)
    return chart
  }

  private func addKills(to chart: inout LineChart) {
    for (at, record, isReal) in page.kills {
      let name = TextTable.plain(record.victim.name.text)
      chart.addMark(
        at.seconds(since: first), kind: isReal ? "kill" : "would",
        "\(page.clock.time(at)) \(isReal ? "\(record.signal) to" : "would kill") "
          + "\(record.victim.key.pid) \(name)")
    }
  }

  static func escaped(_ text: String) -> String {
    TextTable.plain(text).replacing("&", with: "&amp;").replacing("<", with: "&lt;")
      .replacing(">", with: "&gt;").replacing("\"", with: "&quot;")
  }

  private static let style = """
    :root{color-scheme:light dark;--ink:#1b1f24;--paper:#fff;--line:#c8ccd1;--free:#0b6bcb;\
    --file:#2a7d2e;--available:#8a5a00;--some:#b35900;--full:#b00020;--kill:#b00020}
    @media(prefers-color-scheme:dark){:root{--ink:#e6e8ea;--paper:#14171a;--line:#444a50;\
    --free:#6ab0ff;--file:#7fd184;--available:#e0b050;--some:#ffb066;--full:#ff7a8a;--kill:#ff7a8a}}
    body{font:15px/1.45 system-ui,sans-serif;color:var(--ink);background:var(--paper);\
    max-width:72rem;margin:2rem auto;padding:0 1rem}
    table{border-collapse:collapse;display:block;overflow-x:auto;font-variant-numeric:tabular-nums}
    th,td{border-bottom:1px solid var(--line);padding:.2rem .6rem;text-align:left;white-space:nowrap}
    dl{display:grid;grid-template-columns:max-content auto;gap:.2rem 1rem}dt{font-weight:600}\
    dd{margin:0}
    svg{width:100%;height:auto}svg text{fill:var(--ink);font:12px system-ui,sans-serif}
    .axis{stroke:var(--line)}.row{stroke:var(--kill);stroke-dasharray:4 4;opacity:.6}
    path{fill:none;stroke-width:1.6}.free{stroke:var(--free)}.file{stroke:var(--file);\
    stroke-dasharray:7 3}.available{stroke:var(--available);stroke-dasharray:2 3}
    .some{stroke:var(--some)}.full{stroke:var(--full);stroke-dasharray:5 3}
    .kill{stroke:var(--kill);stroke-width:2}.would{stroke:var(--kill);stroke-dasharray:2 4}
    """
}
