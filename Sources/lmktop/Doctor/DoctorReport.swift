import LMKEngine
import LMKScreen

/// What was found, as a table for people or as one JSON object.
struct DoctorReport {
  let findings: [Finding]
  /// Needed, and missing.
  let obstacles: [Finding]

  var table: [UInt8] {
    var lines: [String] = []
    for finding in findings {
      let state = finding.state == .missing ? "MISSING" : finding.state.rawValue
      lines.append(
        "\(state.padding(7)) \(finding.name.padding(17)) \(TextCells(finding.reason).filtered)")
      if !finding.advice.isEmpty {
        lines.append(String(repeating: " ", count: 26) + "do: " + finding.advice)
      }
    }
    lines.append("")
    if obstacles.isEmpty {
      let partial = findings.count { $0.state == .partial }
      let missing = findings.count { $0.state == .missing }
      lines.append(
        "Everything is here that killing needs; \(partial) partial, \(missing) missing beside it.")
    } else {
      let names = obstacles.map(\.name).joined(separator: ", ")
      lines.append("Nothing can be killed here: \(names).")
    }
    return Array(lines.joined(separator: "\n").utf8) + [UInt8(ascii: "\n")]
  }

  /// Later additions keep version 1.
  var json: [UInt8] {
    var json = JSONText()
    json.object { json in
      json.field("version", 1)
      json.field("can_kill", obstacles.isEmpty)
      json.name("findings")
      json.array { json in
        for finding in findings {
          json.object { json in
            json.field("name", finding.name)
            json.field("state", finding.state.rawValue)
            json.field("needed", finding.isNeeded)
            json.field("reason", finding.reason)
            json.field("advice", finding.advice)
          }
        }
      }
    }
    return json.bytes + [UInt8(ascii: "\n")]
  }
}

extension String {
  fileprivate func padding(_ width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - utf8.count))
  }
}
