import LMKCore

/// An invented machine of 16 GiB in a memory storm: a source of the events that a kernel would bring.
/// Nothing in it exists. The same steps bring the same events, always.
///
/// What happens is a matter of state, not of a script's clock, so that a kill by hand or an armed
/// lmktop changes the course as it would in earnest:
///
///     a service leaks ─► page cache shrinks ─► rows are crossed ─► somebody dies
///        ▲                                                          │ armed, by hand: early
///        └────────── its supervisor starts it again ◄───────────────┘ disarmed: the kernel, late
struct DemoMachine: Sendable {
  static let totalPages = 16 * 1024 * 256
  private static let pagesPerMiB = DemoCast.pagesPerMiB
  private static let kernelPages = 900 * pagesPerMiB
  private static let reservePages = 180 * pagesPerMiB
  /// The page cache when nobody is short, and what reclaim cannot get below.
  private static let cacheWish = 5_200 * pagesPerMiB
  private static let cacheLeast = 36 * pagesPerMiB
  /// What reclaim leaves free.
  private static let freeLeast = 220 * pagesPerMiB
  /// Headroom below which everybody is slowed down by reclaim.
  private static let tight = 2_000 * pagesPerMiB
  private static let compilerLimit = 5
  /// Each step of the demo is so long, in seconds.
  static let step = 0.1

  private(set) var processes: [DemoProcess]
  private(set) var memory = MemoryReading()
  /// Seconds since the beginning.
  private(set) var time = 0.0
  private(set) var cost = OwnCost(residentPages: 2_600, kswapd: 0)
  private var random: UInt64 = 7
  private var nextPid: Int32 = 21_400
  private var leakerDueAt = 2.0
  private var compilerDueAt = 0.5
  private var makeDueAt = 0.0
  /// Stalls: microseconds since the beginning, and the averages of `some` over 10 s.
  private var stalled = 0.0
  private var average10 = 0.0
  private var average60 = 0.0
  /// How long there has been nothing left.
  private var emptyFor = 0.0

  init() {
    processes = DemoCast.opening()
    measure()
  }

  func process(_ key: ProcessKey) -> DemoProcess? { processes.first { $0.key == key } }

  /// Goes on by one step.
  ///
  /// - Returns: what the kernel would tell of it: ends, and its own kill.
  mutating func advance() -> [Event] {
    time += Self.step
    var events = bury()
    bear()
    let slowness = min(1, max(0.04, headroom / Self.tight))
    for index in processes.indices { grow(index, slowness) }
    measure()
    events += killByTheKernel()
    cost.cpu += 900_000
    cost.filesRead += 24
    return events
  }

  /// Changes one process, if it is there.
  mutating func change(_ key: ProcessKey, _ body: (inout DemoProcess) -> Void) {
    guard let index = processes.firstIndex(where: { $0.key == key }) else { return }
    body(&processes[index])
  }

  // MARK: Births and ends

  private mutating func bury() -> [Event] {
    var events: [Event] = []
    processes.removeAll { process in
      guard let end = process.endsAt, end <= time else { return false }
      events.append(
        process.isAwaited ? .exited(process.key) : .vanished(pid: process.key.pid))
      if case .leaks = process.course { leakerDueAt = time + 9 }
      if process.name == ProcessName("make") { makeDueAt = time + 12 }
      return true
    }
    return events
  }

  private mutating func bear() {
    let hasLeaker = processes.contains { if case .leaks = $0.course { true } else { false } }
    if !hasLeaker, time >= leakerDueAt {
      processes.append(DemoCast.leaker(newKey(), bornAt: time))
    }
    let compilers = processes.count { if case .works = $0.course { true } else { false } }
    let hasMake = processes.contains { $0.name == ProcessName("make") }
    if !hasMake, time >= makeDueAt {
      processes.append(DemoCast.make(newKey(), bornAt: time))
    }
    if hasMake, compilers < Self.compilerLimit, time >= compilerDueAt {
      compilerDueAt = time + 0.8 + 1.2 * chance()
      processes.append(
        DemoCast.compiler(
          newKey(), peakMiB: 220 + 260 * chance(), seconds: 7 + 8 * chance(),
          bornAt: time))
    }
  }

  private mutating func newKey() -> ProcessKey {
    nextPid += 1 + Int32(chance() * 5)
    return ProcessKey(pid: nextPid, startTime: UInt64((DemoRun.age + time) * 100))
  }

  // MARK: Memory

  private mutating func grow(_ index: Int, _ slowness: Double) {
    let age = time - processes[index].bornAt
    switch processes[index].course {
    case .steady:
      guard processes[index].rss > 0 else { return }
      processes[index].rss *= 1 + (chance() - 0.5) * 0.0006
    case .leaks(let after, let pagesPerSecond):
      if age > after { processes[index].rss += pagesPerSecond * slowness * Self.step }
    case .works(let peak, let seconds):
      processes[index].rss = min(
        peak, processes[index].rss + peak / seconds * min(1, slowness * 3) * Self.step)
      if processes[index].rss >= peak, processes[index].endsAt == nil {
        processes[index].endsAt = time + 0.5
      }
    }
  }

  private var headroom: Double {
    max(Double(memory.freePages) - Self.reservePages, Double(memory.activeFilePages * 2))
  }

  /// What /proc would say: the page cache gives way to what is anonymous.
  private mutating func measure() {
    let anonymous = processes.reduce(0) { $0 + max(0, $1.rss - $1.shared) }
    let shared = 640 * Self.pagesPerMiB
    let room = Double(Self.totalPages) - Self.kernelPages - anonymous - shared
    let before = Double(memory.activeFilePages * 2)
    // The cache comes back slowly, by reading, and goes as fast as it has to.
    let wish = min(Self.cacheWish, before == 0 ? Self.cacheWish : before + 25 * Self.pagesPerMiB)
    let cache = max(Self.cacheLeast, min(wish, room - Self.freeLeast))
    let free = max(30 * Self.pagesPerMiB, room - cache)
    memory.totalPages = Self.totalPages
    memory.managedPages = Self.totalPages - Int(200 * Self.pagesPerMiB)
    memory.reservePages = Int(Self.reservePages)
    memory.freePages = Int(free)
    memory.activeFilePages = Int(cache / 2)
    memory.inactiveFilePages = Int(cache / 2)
    memory.filePages = Int(cache + shared)
    memory.shmemPages = Int(shared)
    memory.slabPages = Int(260 * Self.pagesPerMiB)
    memory.anonPages = Int(anonymous)
    memory.availablePages = max(0, Int(free - Self.reservePages + cache * 0.9))
    stall(reclaimed: max(0, before - cache))
  }

  private mutating func stall(reclaimed: Double) {
    let shortage = max(0, 1 - headroom / Self.tight)
    let share = 0.85 * shortage * shortage
    stalled += share * Self.step * 1e6
    average10 += (share * 100 - average10) * Self.step / 10
    average60 += (share * 100 - average60) * Self.step / 60
    let total = UInt64(stalled)
    memory.pressure = Pressure(
      some: .init(
        average10: Float(average10), average60: Float(average60),
        average300: Float(average60 / 4), total: total),
      full: .init(
        average10: Float(average10 * 0.3), average60: Float(average60 * 0.3),
        average300: Float(average60 / 12), total: total / 3))
    let work = min(1, reclaimed / (40 * Self.pagesPerMiB)) * 0.6
    cost.kswapd = (cost.kswapd ?? 0) + UInt64(work * Self.step * 1e9)
  }

  /// Nobody else has acted, and there is nothing left: the kernel takes the largest.
  private mutating func killByTheKernel() -> [Event] {
    emptyFor = headroom < 90 * Self.pagesPerMiB ? emptyFor + Self.step : 0
    guard emptyFor > 4,
      let index = processes.indices.filter({ processes[$0].adj != .never })
        .max(by: { processes[$0].rss < processes[$1].rss })
    else { return [] }
    emptyFor = 0
    processes[index].endsAt = time + 0.2
    let victim = processes[index]
    memory.kernelKills += 1
    var kill = KernelKill(scope: .machine, pid: victim.key.pid, name: victim.name)
    kill.anonymous = UInt64(victim.rss * 4)
    kill.adj = victim.adj
    kill.uid = victim.uid
    return [.kernelKilled(kill, by: .sentence)]
  }

  /// 0..<1 (an LCG by Knuth).
  private mutating func chance() -> Double {
    random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Double(random >> 33) / Double(1 << 31)
  }
}
