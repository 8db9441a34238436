import LMKCore
import LMKEngine
import LMKLinux

/// Tries everything that lmktop uses here, and undoes it. Nothing is signalled, nothing written.
struct Examination {
  private(set) var findings: [Finding] = []
  /// Where the journal would go; `nil`: no place for it.
  private let journalPath: String?

  /// - Parameter configuration: what reading it said; `nil`: it is sound, or there is none.
  init(journalPath: String?, settings: Settings?, configuration: Failure?) throws(Failure) {
    self.journalPath = journalPath
    findings.append(Self.configuration(configuration))
    let snapshot = try Self.look()
    if let settings { findings.append(Self.preset(settings)) }
    examineLook(snapshot)
    examineKilling()
    examineSources()
    examineArms()
    examineJournal()
    findings += settings.map(Self.hooks) ?? []
    findings += Surroundings(snapshot).findings
  }

  /// Without one of these, nothing is killed.
  var obstacles: [Finding] { findings.filter { $0.isNeeded && $0.state == .missing } }

  // MARK: Reading

  private static func look() throws(Failure) -> Snapshot {
    do {
      let root = try ProcRoot()
      var monitor = MonitorConfiguration(thresholds: Thresholds())
      monitor.ownPid = Identity.ownPid
      monitor.pageSize = Host.pageSize
      return try SingleLook.snapshot(
        EngineConfiguration(
          monitor: monitor, root: root, journalPath: nil, identity: .current()))
    } catch {
      throw Failure(.noInput, "/proc cannot be examined: \(error)")
    }
  }

  private mutating func examineLook(_ snapshot: Snapshot) {
    var capabilities = snapshot.capabilities
    // Of these a look speaks only where something is wrong.
    for name in [Capability.Name.reading, .scope, .rules, .recording]
    where !capabilities.contains(where: { $0.name == name }) {
      capabilities.append(Capability(name, isAvailable: true))
    }
    // Of a /proc that is not ours nothing could be signalled, and these were not asked.
    for name in [Capability.Name.pidfd, .signalAll]
    where !capabilities.contains(where: { $0.name == name }) {
      capabilities.append(
        name == .pidfd ? KillProbe.check() : Identity.current().signalAll)
    }
    findings += capabilities.map(Finding.init)
  }

  private static func configuration(_ failure: Failure?) -> Finding {
    var finding = Finding("configuration", .ok, "it can be read")
    if let failure {
      finding = Finding(
        "configuration", .missing, failure.sentence, advice: "mend it: nothing starts with it")
    }
    finding.isNeeded = true
    return finding
  }

  /// Which table would hold, and who chose it.
  private static func preset(_ settings: Settings) -> Finding {
    let name = "preset"
    do {
      let policy = try Policy(PolicyOptions.parse([]), settings)
      guard let preset = policy.preset else {
        return Finding(name, .ok, "none: the table is the configuration's own")
      }
      let why = preset.reason.map { "chosen because \($0)" } ?? "named by the configuration"
      return Finding(name, .ok, "\(preset.name), \(why)")
    } catch let failure as Failure {
      return Finding(name, .missing, failure.sentence, advice: "mend it: nothing starts with it")
    } catch {
      return Finding(name, .missing, "\(error)")
    }
  }

  // MARK: Killing

  private mutating func examineKilling() {
    guard !findings.contains(where: { $0.name == Capability.Name.reaping.rawValue }) else { return }
    findings.append(Finding(KillProbe.checkReaping()))
  }

  // MARK: The kernel's events

  private mutating func examineSources() {
    findings.append(Finding(ProcConnector.probe(within: .milliseconds(300))))
    do {
      let tracepoints = try Tracepoints.open()
      findings.append(Finding(tracepoints.capability))
    } catch {
      findings.append(Finding(error.capability))
    }
    findings.append(Finding(Self.trigger()))
    do {
      let log = try KernelLog()
      precondition(log.raw >= 0)
      findings.append(Finding(KernelLog.capability(nil)))
    } catch {
      findings.append(Finding(KernelLog.capability(error)))
    }
  }

  private static func trigger() -> Capability {
    do {
      let usual = try PressureTrigger()
      guard usual.capability.isAvailable else { return usual.capability }
    } catch {
      return PressureTrigger.capability(error)
    }
    do {
      let quick = try PressureTrigger(of: .milliseconds(75), within: .seconds(1))
      return quick.capability
    } catch {
      return Capability(
        .pressureTrigger, isAvailable: true,
        reason: "only windows of 2 s are granted (\(error)): stalls are told up to 2 s late")
    }
  }

  // MARK: Arming

  private mutating func examineArms() {
    var limit = ""
    if let bytes = try? MemoryLock.limit() { limit = " (RLIMIT_MEMLOCK is \(bytes >> 10) KiB)" }
    do {
      var capability = try MemoryLock.lock().capability
      if !capability.reason.isEmpty { capability.reason += limit }
      findings.append(Finding(capability))
      // What stays locked does no harm.
      try? MemoryLock.unlock()
    } catch {
      findings.append(
        Finding(Capability(.memoryLock, isAvailable: false, reason: "mlockall: \(error)\(limit)")))
    }
    do {
      let before = try Priority.raise()
      findings.append(Finding(Capability(.priority, isAvailable: true)))
      // Going back to a lower priority is always allowed.
      try? before.restore()
    } catch {
      findings.append(
        Finding(
          Capability(
            .priority, isAvailable: false,
            reason: "setpriority: \(error); the engine competes like any process")))
    }
    do {
      let before = try OwnAdj.lower()
      findings.append(Finding(Capability(.ownAdj, isAvailable: true)))
      // Going back to a higher adj is always allowed.
      try? before.restore()
    } catch {
      findings.append(
        Finding(
          Capability(
            .ownAdj, isAvailable: false,
            reason: "lowering oom_score_adj to \(OwnAdj.lowest): \(error); the kernel's killer may "
              + "take lmktop")))
    }
  }

  // MARK: The journal, and the hooks

  private mutating func examineJournal() {
    var journal = Capability(.journal, isAvailable: true, reason: journalPath ?? "")
    if let journalPath {
      do {
        try FileWriting.mayAppend(path: journalPath)
      } catch {
        journal = Capability(
          .journal, isAvailable: false, reason: "\(journalPath) cannot be written (\(error))")
      }
    } else {
      journal = Capability(
        .journal, isAvailable: false, reason: "neither XDG_STATE_HOME nor HOME is set")
    }
    findings.append(Finding(journal))
    var journald = Capability(.journald, isAvailable: true)
    do {
      _ = try DatagramSocket(path: JournalSettings.journald)
    } catch {
      journald = Capability(
        .journald, isAvailable: false, reason: "\(JournalSettings.journald): \(error)")
    }
    findings.append(Finding(journald))
  }

  private static func hooks(_ settings: Settings) -> [Finding] {
    let hooks = [("hook-before", settings.hooks.before), ("hook-after", settings.hooks.after)]
    return hooks.compactMap { name, words in
      guard let path = words.first else { return nil }
      do {
        try FileWriting.mayRun(path: path)
        return Finding(name, .ok, path)
      } catch {
        return Finding(
          name, .missing, "\(path) cannot be run (\(error))",
          advice: "mend its path or its mode; each of its calls would fail")
      }
    }
  }
}
