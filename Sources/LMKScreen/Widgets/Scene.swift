import LMKCore

/// One moment as the widgets see it: the snapshot, the world, and the words they share. Lives no
/// longer than one frame.
struct Scene {
  let snapshot: Snapshot
  let environment: ViewEnvironment
  let now: Instant
  let glyphs: Glyphs
  let size: SizeText
  let clock: ClockText
  /// Whom a kill would take first, if anybody.
  let next: Snapshot.Row?
  /// Candidates that may die at this moment.
  let eligible: Reclaimable
  /// What the edit of the thresholds under way would change.
  var preview: ThresholdPreview?

  init(_ snapshot: Snapshot, _ environment: ViewEnvironment, at now: Instant) {
    self.snapshot = snapshot
    self.environment = environment
    self.now = now
    glyphs = Glyphs(isASCII: environment.isASCII)
    size = SizeText(pageSize: snapshot.pageSize)
    clock = environment.clock
    next =
      switch snapshot.evaluation.verdict {
      case .kill(let victim, _): snapshot.rows.first { $0.candidate.key == victim.key }
      case .spare: snapshot.next
      }
    eligible =
      Self.minimumAdj(snapshot).map { snapshot.reclaimable(atOrAbove: $0) } ?? Reclaimable()
  }

  /// The index of the active row.
  var active: Int? { snapshot.evaluation.active }
  /// adj at or above this may die; `nil`: nobody.
  var minimumAdj: OOMScoreAdj? { Self.minimumAdj(snapshot) }
  var isArmed: Bool { snapshot.arming.isArmed }

  private static func minimumAdj(_ snapshot: Snapshot) -> OOMScoreAdj? {
    guard let active = snapshot.evaluation.active, snapshot.thresholds.allIndices.contains(active)
    else { return nil }
    return snapshot.thresholds[active].adj
  }

  /// The command line, if it is known and not empty. Not filtered: the canvas does.
  func commandLine(_ candidate: Candidate) -> String? {
    guard let line = environment.commandLines.line(of: candidate), !line.isEmpty else { return nil }
    return line
  }

  /// The kernel's name; where the command line is known and there are columns for more than a
  /// name, the command line, without the folder of its program. Not filtered.
  func name(_ candidate: Candidate, columns: Int) -> String {
    let name = candidate.name.text
    guard columns > ProcessName.capacity, let line = commandLine(candidate) else { return name }
    let program = line.prefix { $0 != " " }
    let last = program.lastIndex(of: "/").map(line.index(after:))
    // Only a path has a folder: `a/b` may be an option of a program that names itself, if what
    // stands behind the slash is not its name.
    let isPath = program.hasPrefix("/") || last.map { line[$0...].hasPrefix(name) } == true
    let start = isPath ? last : nil
    let short = line[(start ?? line.startIndex)...]
    // A login shell begins with a dash. What calls itself otherwise (a script, a renamed process)
    // keeps the name by which the kernel and the journal know it.
    let own = short.hasPrefix("-") ? short.dropFirst() : short
    return own.hasPrefix(name) ? String(short) : "\(name): \(short)"
  }

  /// Its systemd unit or control group, in short; empty where it is not known.
  func unit(_ candidate: Candidate) -> String {
    snapshot.groups[candidate.group].map { String($0.unit) } ?? ""
  }

  func user(_ uid: UInt32) -> String { environment.userNames[uid] ?? "\(uid)" }

  func levelRole(_ index: Int) -> Role {
    [.level1, .level2, .level3, .level4, .level5, .level6][min(max(index, 0), 5)]
  }

  /// How one row stands, for the WHY column and for its colour.
  func why(_ row: Snapshot.Row) -> (words: String, role: Role) {
    let adj = row.candidate.effectiveAdj
    switch row.standing {
    case .candidate:
      if let preview, let change = preview.exposes(adj) {
        let row = "row \(preview.row + 1)"
        switch change {
        case (true, true): return ("+ NEWLY EXPOSED", .warn)
        case (false, true): return ("- newly spared", .ok)
        case (true, false): return ("+ \(row) will reach", .warn)
        case (false, false): return ("- \(row) spares", .ok)
        }
      }
      let exposing = snapshot.thresholds.firstRow(exposing: adj)
      if let minimumAdj, adj >= minimumAdj, let active {
        return row.rank == next?.rank
          ? ("NEXT", .victim) : ("may die (row \(active + 1))", .eligible)
      }
      guard let exposing else { return ("below all rows", .dim) }
      return row.rank == next?.rank
        ? ("first at row \(exposing + 1)", .text) : ("safe until row \(exposing + 1)", .text)
    case .protected(let protection):
      return (protection.words(in: snapshot.book), .protected)
    case .dying: return ("DYING", .dying)
    case .stuck: return ("STUCK", .error)
    case .refused(let errno): return ("refused: \(errno.name)", .warn)
    case .exempt(let exemption):
      return (
        exemption.words,
        exemption == .kernelThread
          ? .kernel : row.candidate.state == .zombie ? .zombie : .dim
      )
    }
  }

  /// Why this one is the first of the order.
  var reasonForNext: String {
    guard let next else { return "" }
    let adj = next.candidate.effectiveAdj
    let peers = snapshot.reclaimable(atOrAbove: adj).count
    if peers > 1 {
      let measure =
        switch snapshot.rankBasis {
        case .rss: "largest RSS"
        case .freeable: "frees most"
        }
      return "\(measure) of \(peers) at the highest adj"
    }
    return "the only one at the highest adj"
  }

  /// When the next more severe row is crossed, at the present rate; `nil`: not within an hour, or
  /// nothing can be said.
  func time(toRow index: Int) -> String? {
    let pages = snapshot.thresholds[index].minfreePages
    return snapshot.trend.forecast(to: pages, from: snapshot.terms.headroom).map(Self.words)
  }

  /// `in about 10 s`; where the samples scatter, from when to when.
  static func words(_ forecast: Forecast) -> String {
    let early = NumberText.span(forecast.early)
    guard let late = forecast.late else { return "in \(early) or later" }
    if forecast.late.map({ $0 - forecast.early < forecast.likely / 5 }) == true {
      return "in about \(NumberText.span(forecast.likely))"
    }
    // `8 to 13 s`: the unit is said once where it is the same.
    let ends = [early, NumberText.span(late)].map { $0.split(separator: " ") }
    return ends[0].last == ends[1].last
      ? "in \(ends[0][0]) to \(ends[1][0]) \(ends[1][1])"
      : "in \(early) to \(NumberText.span(late))"
  }

  /// What no kill gives back, when it is more than a quarter of the memory.
  var unkillable: String? {
    let held = HeldMemory(snapshot.memory)
    guard held.totalPages > 0, held.sum * 4 > held.totalPages, let words = held.words(size) else {
      return nil
    }
    return "no kill frees \(words)"
  }
}
