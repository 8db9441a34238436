import LMKCore

/// The kernel's own OOM killer, mm/oom_kill.c of Linux 4.20 to 6.18.
///
/// `oom_badness`: the pages of RSS, swap and page tables, and adj · (totalpages / 1000), where
/// totalpages is RAM and swap. The highest is taken, among equals the one met last; processes are
/// met in the order of their birth. Passed over: kernel threads, the machine's init, adj −1000, and
/// who has no memory any more. Not seen from here: who was reaped already, and a parent within
/// vfork(2).
public struct KernelKiller: Hashable, Sendable {
  /// /proc/sys/vm/panic_on_oom: 0, 1 or 2.
  public var panics: Int
  /// /proc/sys/vm/oom_kill_allocating_task: whoever asks for memory is taken.
  public var takesAllocating: Bool
  /// How far the kernel's RSS of a process may be from what /proc tells, in pages, for each thread
  /// (before Linux 6.2) or in all.
  public var counterError: CounterError

  /// Pages by which two readings of one counter may differ.
  public struct CounterError: Hashable, Sendable {
    public var pages: Int
    public var isPerThread: Bool

    public init(pages: Int, isPerThread: Bool) {
      self.pages = pages
      self.isPerThread = isPerThread
    }

    func of(_ subject: DeepReading) -> Int {
      isPerThread ? pages * max(1, Int(subject.reading.threadCount)) : pages
    }
  }

  public init(
    panics: Int = 0, takesAllocating: Bool = false,
    counterError: CounterError = CounterError(pages: 0, isPerThread: false)
  ) {
    self.panics = panics
    self.takesAllocating = takesAllocating
    self.counterError = counterError
  }

  /// `nil`: it is passed over.
  public static func badness(_ subject: DeepReading, totalPages: Int) -> Int? {
    let reading = subject.reading
    if reading.isKernelThread || subject.pid == 1 || reading.adj == .never { return nil }
    if subject.holdsNothing { return nil }
    return reading.rssPages + reading.swapPages + subject.pageTablePages
      + subject.adj * (totalPages / 1000)
  }

  /// Whom it would take. O(n).
  public func opinion(of population: Population) -> Opinion {
    let memory = population.memory
    let totalPages = memory.totalPages + memory.swapTotalPages
    var opinion = Opinion(name: Opinions.kernelName, wouldAct: false, why: "")
    let left = max(0, memory.availablePages) + max(0, memory.swapFreePages)
    opinion.pagesLeft = left
    opinion.wouldAct = left == 0
    let trigger =
      "acts when an allocation finds nothing left to reclaim: available "
      + "\(population.size(memory.availablePages)), swap free "
      + population.size(memory.swapFreePages)
    if panics > 0 {
      opinion.why = "the machine panics instead (vm.panic_on_oom = \(panics)); \(trigger)"
      return opinion
    }
    guard let (first, points, second) = choose(population, totalPages) else {
      opinion.why = "everybody is passed over: the machine would panic; \(trigger)"
      return opinion
    }
    let victim = population.subjects[first]
    opinion.victim = victim.victim
    opinion.why = "badness \(points): \(sum(victim, totalPages, population.size))"
    if let (other, otherPoints) = second {
      let other = population.subjects[other]
      let error = counterError.of(victim) + counterError.of(other)
      if points - otherPoints <= error {
        opinion.why +=
          "; a near-tie with \(other.words) (\(otherPoints)): the kernel counts to within "
          + "\(error) pages"
      }
    }
    if takesAllocating {
      opinion.why += "; but vm.oom_kill_allocating_task takes whoever asks for memory then"
    }
    opinion.why += "; \(trigger)"
    return opinion
  }

  private func choose(
    _ population: Population, _ totalPages: Int
  ) -> (index: Int, points: Int, second: (index: Int, points: Int)?)? {
    var best: (index: Int, points: Int)?
    var second: (index: Int, points: Int)?
    for index in population.subjects.indices {
      let subject = population.subjects[index]
      guard let points = Self.badness(subject, totalPages: totalPages) else { continue }
      guard let former = best else {
        best = (index, points)
        continue
      }
      let isLater = population.subjects[former.index].wasBorn(before: subject)
      if points > former.points || points == former.points && isLater {
        second = former
        best = (index, points)
      } else if points > second?.points ?? .min {
        second = (index, points)
      }
    }
    return best.map { ($0.index, $0.points, second) }
  }

  private func sum(_ subject: DeepReading, _ totalPages: Int, _ size: SizeText) -> String {
    let reading = subject.reading
    var parts = ["RSS \(size(reading.rssPages))"]
    if reading.swapPages > 0 { parts.append("swap \(size(reading.swapPages))") }
    if subject.pageTablePages > 0 { parts.append("page tables \(size(subject.pageTablePages))") }
    if subject.adj != 0 { parts.append("adj \(subject.adj) x \(size(totalPages / 1000))") }
    return parts.joined(separator: " + ")
  }
}

extension DeepReading {
  /// Start times count ticks; within one, and as long as pids have not gone round, the lower pid is
  /// the elder.
  fileprivate func wasBorn(before other: DeepReading) -> Bool {
    (reading.key.startTime, pid) < (other.reading.key.startTime, other.pid)
  }
}
