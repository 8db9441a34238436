import LMKCore

/// Android's lmkd in its minfree mode (ro.lmk.use_minfree_levels): the driver's rule, with the
/// driver's file term, on its own table.
///
/// From adj 1000 down to the active row's adj, the first adj at which a process stands decides. At
/// 201 and above it takes the one that was registered or had its adj changed longest ago
/// (`proc_adj_tail`), at 200 and below, and everywhere with ro.lmk.kill_heaviest_task, the one with
/// the largest RSS. It knows only processes that ActivityManager registered: here all count as
/// registered, each at its birth.
public struct LMKD: Hashable, Sendable {
  /// sys.lmk.minfree_levels.
  public var thresholds: Thresholds
  /// ro.lmk.kill_heaviest_task.
  public var takesHeaviest: Bool

  /// PERCEPTIBLE_APP_ADJ.
  static let perceptible = 200

  public init(thresholds: Thresholds, takesHeaviest: Bool) {
    self.thresholds = thresholds
    self.takesHeaviest = takesHeaviest
  }

  public var name: String { takesHeaviest ? "lmkd-heaviest" : "lmkd-minfree" }

  /// Whom it would take: by the active row, or, while none is crossed, by the first that reaches
  /// anybody as memory falls. O(rows · n).
  public func opinion(of population: Population) -> Opinion {
    let terms = MemoryTerms(population.memory, fileTerm: .driver)
    let active = thresholds.active(at: terms)
    var opinion = Opinion(name: name, wouldAct: false, why: "")
    var row = active ?? thresholds.count - 1
    guard thresholds.indices.contains(row) else {
      opinion.why = "it has no row"
      return opinion
    }
    var victim = victim(among: population.subjects, atOrAbove: thresholds[row].adj)
    while active == nil, victim == nil, row > 0 {
      row -= 1
      victim = self.victim(among: population.subjects, atOrAbove: thresholds[row].adj)
    }
    let level = thresholds[row]
    let size = population.size
    opinion.pagesLeft = thresholds.pagesLeft(at: terms, of: row)
    let trigger =
      (active == nil ? "waits: row \(row + 1) is not crossed: " : "row \(row + 1): ")
      + "free \(size(terms.otherFree)), file \(size(terms.otherFile)) "
      + "against \(size(level.minfreePages)) for adj >= \(level.adj)"
    guard let victim else {
      opinion.why = "nobody stands at or above adj \(level.adj); \(trigger)"
      return opinion
    }
    opinion.wouldAct = active != nil
    opinion.victim = victim.victim
    let choice =
      takes(heaviestAt: victim.adj)
      ? "largest RSS (\(size(victim.reading.rssPages)))" : "registered longest ago"
    opinion.why = "\(choice) at the highest adj, \(victim.adj); \(trigger)"
    return opinion
  }

  private func takes(heaviestAt adj: Int) -> Bool { takesHeaviest || adj <= Self.perceptible }

  private func victim(among subjects: [DeepReading], atOrAbove minimum: OOMScoreAdj) -> DeepReading?
  {
    var victim: DeepReading?
    for subject in subjects {
      let reading = subject.reading
      guard !reading.isKernelThread, subject.pid != 1, reading.adj >= minimum,
        reading.adj != .never, subject.leaderRSSPages > 0
      else { continue }
      guard let former = victim else {
        victim = subject
        continue
      }
      let isBetter =
        subject.adj != former.adj
        ? subject.adj > former.adj
        : takes(heaviestAt: subject.adj)
          ? subject.leaderRSSPages > former.leaderRSSPages
          : reading.key.startTime < former.reading.key.startTime
      if isBetter { victim = subject }
    }
    return victim
  }
}

extension Thresholds {
  /// How many pages have to be taken until both terms are below a row's minfree.
  func pagesLeft(at terms: MemoryTerms, of row: Int) -> Int {
    let minfree = self[row].minfreePages
    return max(0, terms.otherFree - minfree + 1) + max(0, terms.otherFile - minfree + 1)
  }
}
