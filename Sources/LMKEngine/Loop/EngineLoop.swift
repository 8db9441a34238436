import LMKCore
import LMKLinux

/// The loop on the engine's own thread: events in, effects out, snapshots handed over.
///
/// One epoll waits for everything. While a pass over /proc is under way the loop does not sleep: it
/// takes a slice of the pass, at most a millisecond long, and looks again, so that the memory timer
/// is always on time.
///
/// Made on the main thread, used on the engine's thread only from `run()` on.
final class EngineLoop: @unchecked Sendable {
  /// What an epoll token stands for. The upper half of a pidfd's token numbers its registration.
  enum Token {
    static let tick: UInt64 = 1
    static let memory: UInt64 = 2
    static let commands: UInt64 = 3
    static let signals: UInt64 = 4
    static let connector: UInt64 = 5
    static let tracepoints: UInt64 = 6
    static let pressure: UInt64 = 7
    static let feed: UInt64 = 8
    static let kernelLog: UInt64 = 9
    static let renewal: UInt64 = 10
    static let hooks: UInt64 = 14
    static let reaper: UInt64 = 11
    static let rules: UInt64 = 12
    static let reach: UInt64 = 13
    static let firstProcess: UInt64 = 16
  }

  let engine: Engine
  let configuration: EngineConfiguration
  var epoll: Epoll
  let tickTimer: Timer
  let memoryTimer: Timer
  /// The pause between two batches of the connector, or of the kernel's log.
  let feedTimer: Timer
  var isFeedPaused = false
  var feed = EventFeed()
  /// Passes over the known since the last listing.
  var passesSinceListing = 0
  /// The pass that is under way is published when it ends.
  var publishesPass = false
  let signals: SignalDescriptor
  var monitor: Monitor
  var effects = Effects()
  var batch = Effects()
  var sampler: MemorySampler
  var pass: PassReader
  var cost = CostReader()
  /// Who this program's parents are, and the nearest when they were read.
  var ancestry: Ancestry
  var parentPid: Int32 = 0
  /// `nil` for a captured tree, which can never kill.
  var targets: TargetTable?
  /// `nil`: for a captured tree, or without the call.
  let reaper: Reaper?
  /// Signalled in this turn, and not yet handed to the reaper.
  var toReap: ContiguousArray<ProcessKey> = []
  /// The last word before a signal: is it in the scope?
  var proof: ScopeProof
  let rules: Rules
  /// Who belongs together, for a kill by hand of more than one.
  let reaches: ReachDesk
  /// Frozen, and not yet thawed.
  var frozen: FrozenGroup?
  /// When it was last asked whether processes are hidden, and what was said.
  var visibility: (at: Instant, told: Capability)?
  /// What memory was like at the last sample; a file that cannot be read leaves its part standing.
  var memory = MemoryReading()
  private var samplerGeneration = -1
  let journal: JournalWriter?
  let recorder: Recorder?
  let hooks: HookWorkers?
  /// Pidfds in the epoll: the token's registration, and whose it is.
  var watched: [(token: UInt64, key: ProcessKey)] = []
  var nextToken = Token.firstProcess
  /// Bound, and not because the monitor asked: the first of the order.
  var ready: ContiguousArray<ProcessKey> = []
  var readyScratch: ContiguousArray<ProcessKey> = []
  var normalPriority: Priority?
  var normalAdj: OwnAdj?
  /// A signal asked to leave then.
  var leavingAt: Instant?
  /// To arm at the end of the first pass.
  var armsSoon: Bool

  init(_ configuration: EngineConfiguration, engine: Engine) throws(Errno) {
    self.engine = engine
    self.configuration = configuration
    armsSoon = configuration.armsAtStart
    let now = MonotonicClock.now()
    var monitorConfiguration = configuration.monitor
    monitorConfiguration.hooks = configuration.hooks.policy
    monitor = Monitor(monitorConfiguration, at: now)
    epoll = try Epoll()
    tickTimer = try Timer()
    memoryTimer = try Timer()
    feedTimer = try Timer()
    signals = try SignalDescriptor(configuration.front.departureSignals)
    sampler = try MemorySampler(
      root: configuration.root, pageSize: configuration.monitor.pageSize,
      scope: configuration.monitor.scope)
    proof = ScopeProof(
      configuration.monitor.scope, root: configuration.root, capacity: TargetTable.capacity)
    rules = try Rules(configuration.monitor.book, root: configuration.root)
    reaches = try ReachDesk(root: configuration.root)
    pass = try PassReader(
      root: configuration.root,
      keeping: KeptFiles(limit: configuration.keptFiles, descriptors: try DescriptorLimit.raise()))
    ancestry = Ancestry(root: configuration.root)
    targets = configuration.root.isLive ? TargetTable(root: configuration.root) : nil
    watched.reserveCapacity(TargetTable.capacity)
    ready.reserveCapacity(configuration.readyVictims)
    readyScratch.reserveCapacity(configuration.readyVictims)
    recorder = try Self.startRecorder(configuration)
    monitor.tap = recorder?.tap
    journal = Self.startJournal(configuration)
    hooks = try HookWorkers(configuration)
    if let hooks { try epoll.add(hooks.bell.event.raw, .readable, token: Token.hooks) }
    reaper = configuration.root.isLive ? Self.startReaper() : nil
    toReap.reserveCapacity(Reaper.capacity)
    try epoll.add(tickTimer.raw, .readable, token: Token.tick)
    try epoll.add(memoryTimer.raw, .readable, token: Token.memory)
    try epoll.add(engine.commandWake.raw, .readable, token: Token.commands)
    try epoll.add(signals.raw, .readable, token: Token.signals)
    try epoll.add(feedTimer.raw, .readable, token: Token.feed)
    if let reaper { try epoll.add(reaper.newsDescriptor, .readable, token: Token.reaper) }
    try epoll.add(rules.wakeDescriptor, .readable, token: Token.rules)
    try epoll.add(reaches.wakeDescriptor, .readable, token: Token.reach)
  }

  /// Runs until it is asked to stop, or cannot go on.
  func run() {
    do {
      try begin()
      try tickTimer.set(every: configuration.monitor.interval)
      while !engine.stopRequested.load(ordering: .acquiring) {
        try turn()
      }
      send(.leaving(nil))
    } catch {
      // Nothing here may fail on a sound kernel. Whatever it is: first disarm, then say it.
      send(.leaving(nil))
      engine.depart(.failure(error))
      giveScreenASecond()
    }
    thawAtTheEnd()
    hooks?.finish()
    reaper?.stop()
    finishRecording()
    journal?.finish()
  }

  /// One wait, what it brought, and a slice of the pass.
  private func turn() throws(Errno) {
    let isBusy = pass.isUnderWay || feed.hasNamed || monitor.hasReachStep
    try epoll.wait(timeoutMilliseconds: isBusy ? 0 : nil)
    for index in 0..<epoll.count {
      let (events, token) = epoll[index]
      switch token {
      case Token.tick:
        try tickTimer.drain()
        feedFromTracepoints()
        tick()
        try renewTracepointsIfDue()
      case Token.memory:
        try memoryTimer.drain()
        sampleMemory()
      case Token.commands:
        try engine.commandWake.drain()
        takeCommands()
      case Token.signals:
        try takeSignals()
      case Token.connector: try feedFromConnector()
      case Token.feed: try endFeedPause()
      case Token.kernelLog: try feedFromKernelLog()
      case Token.renewal: try endRenewal()
      case Token.hooks: try takeHookReports()
      case Token.reaper: try takeReaped()
      case Token.rules: takeRulings()
      case Token.reach: takeReachAnswers()
      case Token.tracepoints: feedFromTracepoints()
      case Token.pressure: try notePressure(events)
      default:
        noteEnd(token: token, events)
      }
    }
    if monitor.hasReachStep { stepReach() }
    if feed.hasNamed { readNamed() }
    if pass.isUnderWay { readSlice() }
    forceDepartureIfDue()
  }

  // MARK: Sources

  private func begin() throws(Errno) {
    putKeyframeIfDue()
    if configuration.root.isLive { try openFeed() }
    tellStartingCapabilities()
    send(.started)
    noteAncestors()
    beginPass()
    sampleMemory()
  }

  private func tick() {
    send(.ticked(cost.read(filesRead: filesRead)))
    reviewAncestors()
    leaveIfAloneInVain()
    if monitor.isArmed { sampler.refreshZones() }
    takeJournalNews()
    putKeyframeIfDue()
    takeRecordingNews()
    watchVisibility()
    // What a pass has read is published at its end; one that goes on longer than a tick does not
    // hold the screen up.
    if !pass.isUnderWay { beginPass() } else if engine.exchange.isTaken { publish() }
  }

  /// Files of /proc that were read, whatever for.
  private var filesRead: UInt64 { UInt64(pass.filesRead + sampler.filesRead) }

  /// Reads memory, lets the monitor evaluate, and sets the timer for the next time.
  func sampleMemory() {
    let began = MonotonicClock.now()
    if monitor.awaitsMemory { sampler.refreshZones() }
    var work = sampler.sample(at: began, into: &memory)
    let now = MonotonicClock.now()
    work.nanoseconds = UInt64(max(0, now.nanoseconds - began.nanoseconds))
    // What is lost is known before what was read is believed.
    if sampler.generation != samplerGeneration {
      samplerGeneration = sampler.generation
      for capability in sampler.capabilities { send(.capability(capability)) }
    }
    // One that failed leaves the last terms: a verdict by them gets no further than confirmation.
    monitor.apply(.sampled(memory, work), at: now, into: &effects)
    carryOutEffects()
    thawAgain()
    setMemoryTimer()
    if !pass.isUnderWay, monitor.wantsPass(at: now) { beginPass(.rowNear) }
  }

  func setMemoryTimer() {
    do {
      try memoryTimer.set(after: monitor.nextSample(after: MonotonicClock.now()))
    } catch {
      // A timer that cannot be set would mean that nobody looks any more.
      engine.depart(.failure(error))
      engine.stop()
    }
  }

  private func takeCommands() {
    while let command = engine.commands.pop() {
      if command == .goOnAlone { hangUp() } else { send(.command(command)) }
    }
    // Armed just now, or with another table: what it means for this moment is not put off.
    if monitor.isArmed { sampleMemory() }
    publish()
  }

  private func noteEnd(token: UInt64, _ events: Epoll.Events) {
    guard let index = watched.firstIndex(where: { $0.token == token }) else { return }
    let key = watched[index].key
    if let place = ready.firstIndex(of: key) { ready.remove(at: place) }
    let isAwaited = monitor.holds(key) && !monitor.isOneOfMany(key)
    proof.forget(key)
    unwatch(key)
    send(.exited(key))
    // The monitor lets go of what it held; of a ready one only the engine knows.
    targets?.release(key)
    // Of the ready, many may end in a second; a death that is waited for is told at once.
    guard isAwaited else { return }
    sampleMemory()
    publish()
  }

  // MARK: In and out

  /// Hands one event to the monitor at this moment, and carries out what it wants done.
  func send(_ event: Event) {
    answer(event)
    carryOutEffects()
  }

  /// The same; its effects are carried out by whoever is at it.
  func answer(_ event: Event) {
    if configuration.front == .service, case .capability(let capability) = event {
      engine.tell(.capability(capability))
    }
    monitor.apply(event, at: MonotonicClock.now(), into: &effects)
  }

  /// Writes a snapshot for the screen; a service has none.
  func publish() {
    guard configuration.front == .terminal else { return }
    let now = MonotonicClock.now()
    engine.exchange.publish { monitor.writeSnapshot(into: &$0, at: now) }
    engine.screenWake.signal()
  }
}
