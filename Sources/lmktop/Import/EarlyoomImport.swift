import LMKCore
import LMKEngine
import LMKOpinions
import LMKScreen

/// earlyoom's arguments as a configuration: rows that are always crossed, gated by what is available
/// and by swap. Its two limits are two rows, each with the signal that earlyoom sends there.
struct EarlyoomImport {
  let settings: EarlyoomSettings
  /// As they were written.
  let arguments: String
  let memory: MemoryReading
  /// Bytes.
  let pageSize: Int

  /// 300 points of oom_score are so many of oom_score_adj since Linux 5.9: 300 · 3/2.
  private static let weight = 450

  var text: String {
    let pageKiB = Double(pageSize) / 1024
    let limit = settings.memoryLimit(totalKiB: Double(memory.totalPages) * pageKiB)
    let swap = settings.swapLimit(totalKiB: Double(memory.swapTotalPages) * pageKiB)
    var lines = ["# earlyoom \(oneLine(arguments))", "#"]
    lines += lost.map { "# not carried over: \(oneLine($0))" }
    lines += ["", "# Always crossed; the gates are earlyoom's limits, SIGKILL's first."]
    // Another size for each: they have to rise.
    var rows = [
      row("100%", available: limit.term, swap: swap.term)
    ]
    if limit.kill > 0, swap.kill > 0, limit.kill < limit.term || swap.kill < swap.term {
      rows.insert(row("99.99%", available: limit.kill, swap: swap.kill), at: 0)
      lines.append("thresholds = \"\(rows.joined(separator: ", "))\"")
      lines.append("steps = \"KILL; TERM 10s, KILL\"")
    } else {
      lines.append("thresholds = \"\(rows[0])\"")
      lines.append(
        limit.kill >= limit.term && swap.kill >= swap.term
          ? "steps = \"KILL\"" : "steps = \"TERM 10s, KILL\"")
    }
    if let script = settings.notifyScript, script.hasPrefix("/") { lines += hook(script) }
    lines += rule("prefer", settings.prefer)
    lines += rule("avoid", settings.avoid)
    lines += rule("protect", settings.ignore)
    return lines.joined(separator: "\n") + "\n"
  }

  /// A comment ends with its line, and holds no control character.
  private func oneLine(_ text: String) -> String { TextCells(text).filtered }

  private func row(_ size: String, available: Double, swap: Double) -> String {
    "\(size):-999 if available<=\(number(available))% and swap<=\(number(min(100, swap)))%"
  }

  private func number(_ percent: Double) -> String {
    let hundredths = Int(percent * 100 + 0.5)
    if hundredths % 100 == 0 { return "\(hundredths / 100)" }
    let rest = hundredths % 100
    return "\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest)"
  }

  private func hook(_ script: String) -> [String] {
    ["hook_after = [\"\(escaped(script))\"]"]
  }

  private func rule(_ action: String, _ expression: String?) -> [String] {
    guard let expression, Self.isSound(expression) else { return [] }
    var lines = ["", "[[rule]]", "action = \"\(action)\""]
    if action != "protect" { lines.append("weight = \(Self.weight)") }
    return lines + ["name = \"\(escaped(expression))\""]
  }

  /// earlyoom's are POSIX's: most mean the same here.
  private static func isSound(_ expression: String) -> Bool {
    guard !expression.isEmpty else { return false }
    do {
      _ = try Pattern(expression)
      return true
    } catch {
      return false
    }
  }

  private func escaped(_ text: String) -> String {
    text.map { letter in
      switch letter {
      case "\\", "\"": "\\\(letter)"
      case "\n": "\\n"
      case "\t": "\\t"
      default: letter.isASCII && letter.asciiValue ?? 0 < 0x20 ? "" : String(letter)
      }
    }.joined()
  }

  private var lost: [String] {
    var lost = [
      "its order: it takes the highest oom_score, a sum of size and adj; here a higher adj goes first,"
        + " then the larger",
      "version 1.8 takes its share of available and anonymous memory together, here it is of all memory",
    ]
    if settings.prefer != nil || settings.avoid != nil {
      lost.append("the weight of --prefer and --avoid: 300 of its points are about 450 of adj")
    }
    for expression in [settings.prefer, settings.avoid, settings.ignore] {
      guard let expression, !Self.isSound(expression) else { continue }
      lost.append("'\(expression)', which is no expression here")
    }
    if settings.takesGroup { lost.append("-g: a kill takes one process, not its group") }
    if settings.ignoresRoot { lost.append("--ignore-root-user: use --scope user:NAME, or rules") }
    if settings.sortsByRSS { lost.append("--sort-by-rss: adj goes first here") }
    if settings.notifyScript != nil {
      lost.append("-N: hook_after runs the same program, with other variables around it")
    }
    if settings.isDry { lost.append("--dryrun: lmktop kills nothing until it is armed") }
    lost += settings.unknown.map { "'\($0)', which is not known here" }
    return lost
  }
}
