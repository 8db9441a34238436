import LMKCore
import LMKEngine
import LMKLinux

/// Options and configuration, made into what an engine needs.
struct Policy {
  var root: ProcRoot
  var monitor: MonitorConfiguration
  /// What the operator should know of how the table came about, such as a clamped preset.
  var remarks: [String]
  /// `nil`: the table is somebody's own.
  private(set) var preset: ChosenPreset?

  /// - Throws: `Failure`, with the status that says whose fault it is.
  init(_ options: PolicyOptions, _ settings: Settings) throws(Failure) {
    do {
      root = try ProcRoot(path: options.procRoot ?? "/proc")
    } catch {
      throw Failure(Self.status(of: error), "\(error)")
    }
    let pageSize = Host.pageSize
    // Which preset fits is a question of the machine, whatever the scope.
    let machine: MemoryReading
    do {
      machine = try SingleLook.memory(root: root, pageSize: pageSize)
    } catch {
      throw Failure(.system, "reading the memory of \(root.path): \(error)")
    }
    preset = try ChosenPreset(options, settings, machine, root: root)
    let scope = try Self.scope(options, settings, preset, root)
    let memory: MemoryReading
    do {
      memory = try SingleLook.memory(root: root, pageSize: pageSize, scope: scope)
    } catch {
      throw Failure(.system, "reading the memory of \(scope.words): \(error)")
    }
    remarks = preset?.remarks ?? []
    let preset = preset?.preset
    let thresholds = try Self.thresholds(
      options, settings, preset: preset, memory: memory, pageSize: pageSize, remarks: &remarks)
    monitor = MonitorConfiguration(thresholds: thresholds)
    monitor.pageSize = pageSize
    monitor.fileTerm = options.fileTerm ?? settings.fileTerm ?? preset?.fileTerm ?? .lru
    monitor.rankBasis = options.rank ?? settings.rank ?? preset?.rankBasis ?? .rss
    monitor.book = settings.book
    monitor.book.rules += preset?.rules ?? []
    monitor.scope = scope
    monitor.clockTicks = Host.clockTicks
    // The start times of a captured tree count from another machine's boot.
    monitor.boot =
      root.isLive ? Instant(nanoseconds: -MonotonicClock.bootOffset()) : nil
    let identity = Identity.current()
    if root.isLive {
      monitor.ownPid = identity.pid
      monitor.signalsOnly = identity.maySignalAll ? nil : identity.effectiveUser
    }
  }

  private static func thresholds(
    _ options: PolicyOptions, _ settings: Settings, preset: Preset?, memory: MemoryReading,
    pageSize: Int, remarks: inout [String]
  ) throws(Failure) -> Thresholds {
    if let preset {
      let (thresholds, clamped) = Thresholds.preset(
        preset, ramPages: memory.ramPages, usablePages: memory.usablePages, pageSize: pageSize)
      if clamped > 0 {
        remarks.append(
          "preset \(preset.rawValue): \(clamped) rows were larger than this machine's memory and "
            + "are clamped to it")
      }
      return thresholds
    }
    if let text = options.thresholds {
      return try parse(text, memory, pageSize, from: "--thresholds", blaming: .usage)
    }
    if let entry = settings.thresholds {
      return try parse(
        entry.text, memory, pageSize, from: entry.place, blaming: .configuration)
    }
    return .defaults(usablePages: memory.usablePages, pageSize: pageSize)
  }

  private static func scope(
    _ options: PolicyOptions, _ settings: Settings, _ preset: ChosenPreset?, _ root: ProcRoot
  ) throws(Failure) -> Scope {
    do throws(ScopeText.Defect) {
      if let text = options.scope ?? (settings.scope == nil ? preset?.scope : nil) {
        return try ScopeText(text: text).scope(under: root)
      }
      return try settings.scope.map { (entry) throws(ScopeText.Defect) in
        try ScopeText(text: entry.text).scope(under: root)
      } ?? .machine
    } catch {
      if options.scope != nil { throw Failure(.usage, "--scope: \(error.words)") }
      throw Failure(.configuration, "\(settings.scope?.place ?? ""): \(error.words)")
    }
  }

  private static func parse(
    _ text: String, _ memory: MemoryReading, _ pageSize: Int, from place: String,
    blaming status: ExitStatus
  ) throws(Failure) -> Thresholds {
    do {
      return try Thresholds(
        parsing: text, usablePages: memory.usablePages, ramPages: memory.ramPages,
        pageSize: pageSize)
    } catch {
      throw Failure(status, "\(place): \(error)")
    }
  }

  private static func status(of error: ProcError) -> ExitStatus {
    switch error {
    case .accessDenied: .noPermission
    default: .noInput
    }
  }
}
