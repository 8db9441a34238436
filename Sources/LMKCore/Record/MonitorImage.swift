/// All that a monitor is, at one moment, as a value: it can be written, read again, and made into a
/// monitor that goes on exactly as the first one does.
///
/// Left out is what says nothing of what follows: the queue of questions to the rules, who stood
/// first at the last intent (for the journal's lines alone), the number of snapshots, and the CPU times
/// of processes: behind a keyframe their shares are known after two more readings.
public struct MonitorImage: Sendable {
  public internal(set) var at = Instant(nanoseconds: 0)
  public internal(set) var configuration = MonitorConfiguration(thresholds: Thresholds())
  var memory = MemoryReading()
  var terms = MemoryTerms(otherFree: 0, otherFile: 0)
  var isBlind = false
  var evaluation = Evaluation(
    active: nil, deciding: nil, credited: MemoryTerms(otherFree: 0, otherFile: 0),
    eligible: Reclaimable(), verdict: .spare(.noRowCrossed))
  var trend = Trend()
  var arming = Arming.disarmed(.atStart, since: Instant(nanoseconds: 0))
  var deaths: ContiguousArray<PendingDeath> = []
  var scanUnderWay: Monitor.ScanUnderWay?
  var binding = Binding.none
  var stuck: ContiguousArray<StuckVictim> = []
  var handTarget: Candidate?
  var handSignal = Signal.terminate
  var capabilities: [Capability] = []
  var groups: [ControlGroupID: ControlGroup] = [:]
  var pass: UInt64 = 0
  var rotation = Rotation()
  var stallWatch = StallWatch()
  var board = LampBoard()
  var kernelKills = KernelKillLedger()
  var respawns = RespawnLedger()
  var reach: ReachKill?
  var reachRefusal: ReachPreview?
  var reachDeaths: ContiguousArray<ReachDeaths> = []
  var reachNumber: UInt32 = 0
  var reachOrder: UInt32 = 0
  var demand: SnapshotDemand = []
  public internal(set) var statistics = Statistics()
  var interval = Monitor.Interval.blank
  var stalls: ContiguousArray<Float> = []
  var entries: ContiguousArray<JournalEntry> = []
  var entryCount: UInt64 = 0
  var memoirs = Monitor.Memoirs()
  var table = TableImage()

  public init() {}

  /// A monitor that is made of it may arm: what it wants done is carried out by nobody.
  public mutating func liftReadOnly() { configuration.isReadOnly = false }

  /// The processes that were known.
  public var processCount: Int { table.records.reduce(0) { $0 + ($1 == nil ? 0 : 1) } }
}

/// All that a process table is.
struct TableImage: Sendable {
  var records: ContiguousArray<ProcessTable.Record?> = []
  var freeSlots: ContiguousArray<Int32> = []
  var relinks: UInt64 = 0
  var nextRelease: Instant?
  var ancestors: [ProcessKey] = []
  var isScopeLost = false
  var groupsInScope: Set<ControlGroupID> = []
  var pins: Set<ProcessKey> = []
  var setAside: [ProcessKey: Instant] = [:]
}

extension Monitor {
  /// Copies all that this monitor is into an image that keeps its room: O(n), a copy of memory. What
  /// is larger than a few lines is copied and not shared, so that the monitor's next change allocates
  /// nothing.
  public borrowing func write(into image: inout MonitorImage, at now: Instant) {
    image.at = now
    image.configuration = configuration
    image.memory = memory
    image.terms = terms
    image.isBlind = isBlind
    image.evaluation = evaluation
    image.trend = trend
    image.arming = arming
    image.deaths.replace(with: deaths)
    image.scanUnderWay = scanUnderWay
    image.binding = binding
    image.stuck.replace(with: stuck)
    image.handTarget = handTarget
    image.handSignal = handSignal
    image.capabilities = capabilities
    image.groups = groups
    image.pass = pass
    image.rotation = rotation
    image.stallWatch = stallWatch
    image.board = board
    image.kernelKills = kernelKills
    image.respawns = respawns
    image.reach = reach
    image.reachRefusal = reachRefusal
    image.reachDeaths.replace(with: reachDeaths)
    image.reachNumber = reachNumber
    image.reachOrder = reachOrder
    image.demand = demand
    image.statistics = statistics
    image.interval = interval
    image.stalls.replace(with: stalls)
    image.entries.replace(with: entries)
    image.entryCount = entryCount
    image.memoirs = memoirs
    table.write(into: &image.table)
  }

  /// A monitor that goes on where another one was.
  public init(_ image: MonitorImage) {
    self.init(image.configuration, at: image.at)
    memory = image.memory
    terms = image.terms
    isBlind = image.isBlind
    evaluation = image.evaluation
    trend = image.trend
    arming = image.arming
    deaths = image.deaths
    scanUnderWay = image.scanUnderWay
    binding = image.binding
    stuck = image.stuck
    handTarget = image.handTarget
    handSignal = image.handSignal
    capabilities = image.capabilities
    groups = image.groups
    pass = image.pass
    rotation = image.rotation
    stallWatch = image.stallWatch
    board = image.board
    kernelKills = image.kernelKills
    respawns = image.respawns
    reach = image.reach
    reachRefusal = image.reachRefusal
    reachDeaths = image.reachDeaths
    reachNumber = image.reachNumber
    reachOrder = image.reachOrder
    demand = image.demand
    statistics = image.statistics
    interval = image.interval
    stalls = image.stalls
    entries = image.entries
    entryCount = image.entryCount
    memoirs = image.memoirs
    table = ProcessTable(image.table, image.configuration)
  }
}

extension ProcessTable {
  func write(into image: inout TableImage) {
    image.records.replace(with: records)
    image.freeSlots.replace(with: freeSlots)
    image.relinks = tree.relinks
    image.nextRelease = nextRelease
    image.ancestors = policy.ancestors
    image.isScopeLost = policy.isScopeLost
    image.groupsInScope = policy.groupsInScope
    image.pins = policy.pins
    image.setAside = setAside
  }

  init(_ image: TableImage, _ configuration: MonitorConfiguration) {
    self.init(
      rankedBy: configuration.rankBasis, policy: StandingPolicy(configuration),
      capacity: max(configuration.capacity, image.records.count))
    policy.ancestors = image.ancestors
    policy.isScopeLost = image.isScopeLost
    policy.groupsInScope = image.groupsInScope
    policy.pins = image.pins
    setAside = image.setAside
    freeSlots = image.freeSlots
    nextRelease = image.nextRelease
    records = image.records
    for index in records.indices {
      guard let record = records[index] else { continue }
      slots[record.reading.key.pid] = Int32(index)
      privatePages += record.reading.freesPages
      if record.standing.isExempt { exemptCount += 1 }
      records[index]!.handle =
        record.standing == .candidate ? tree.insert(record.candidate) : nil
      records[index]!.ruling.isQueued = false
    }
    tree.relinks = image.relinks
  }
}

extension ContiguousArray {
  /// Takes other elements, and keeps its room.
  fileprivate mutating func replace(with other: ContiguousArray) {
    removeAll(keepingCapacity: true)
    append(contentsOf: other)
  }
}
