import LMKCore

/// Whom each killer would take, and what makes it act: this table, the kernel, and other programs.
struct OpinionsView {
  let scene: Scene

  /// - Returns: the largest useful scroll.
  func draw(scroll: Int, into canvas: inout Canvas, in region: Region) -> Int {
    var region = region
    PaneTitle(title: "Opinions", hint: "arrows scroll, Esc closes", tails: [age])
      .draw(into: &canvas, in: region.takeTop(1))
    return canvas.drawScrolled(lines(width: region.width), from: scroll, in: region)
  }

  private var age: StyledText {
    guard let opinions = scene.environment.opinions else { return StyledText() }
    let seconds = max(0, opinions.at.duration(to: scene.now).inSeconds)
    return StyledText("read \(NumberText.span(.seconds(seconds))) ago", .dim)
  }

  private func lines(width: Int) -> [StyledText] {
    guard let opinions = scene.environment.opinions else {
      return [StyledText("being read: every process once, in depth", .dim)]
    }
    var lines = first(opinions).wrapped(to: width)
    for opinion in opinions.list {
      lines.append(head(opinion, width: width))
      let indent = width < 50 ? 1 : 4
      lines += StyledText(opinion.why, .dim).wrapped(to: max(10, width - indent)).map {
        StyledText(String(repeating: " ", count: indent)) + $0
      }
    }
    return lines
  }

  /// Who acts first of those that are there.
  private func first(_ opinions: Opinions) -> StyledText {
    guard let first = opinions.firstToAct, let left = first.pagesLeft else {
      return StyledText("Who acts first cannot be said", .warn)
    }
    let who = StyledText(first.name, .title)
    let rest =
      left == 0
      ? StyledText(" acts now", .warn)
      : StyledText(" acts first, when about \(scene.size(left)) more are taken")
    return who + rest + StyledText(" (of those that run here)", .dim)
  }

  private func head(_ opinion: Opinion, width: Int) -> StyledText {
    var line = StyledText(opinion.name.padded(to: width < 50 ? 0 : 22), .title)
    line.append(" ")
    line += opinion.wouldAct ? StyledText("ACTS NOW", .warn) : StyledText("waits", .ok)
    line.append(opinion.wouldAct ? "  " : "     ")
    let verb = opinion.wouldAct ? "takes" : "would take"
    if let victim = opinion.victim {
      line.append("\(verb) \(victim.key.pid) \(victim.name.text)", .victim)
    } else if let group = opinion.group {
      line.append("\(verb) all of \(group)", .victim)
    } else {
      line.append("\(verb) nobody")
    }
    if let pid = opinion.runningPid, opinion.name != "lmktop" {
      line.append("  RUNS, pid \(pid)", .warn)
    }
    return line
  }
}
