import LMKCore

/// Reads the machine's memory, again and again, from files that stay open: vmstat, meminfo and
/// pressure/memory each time, zoneinfo every ten seconds.
///
/// A file that cannot be read is a hole with a `Capability`, and the fields it fills keep their
/// last values. Allocates nothing after the first sample, but where a file has grown.
public struct MemorySampler: ~Copyable {
  /// zoneinfo changes with memory hotplug and sysctls only, and is long.
  public static let slowInterval: Duration = .seconds(10)
  /// Far above the largest of these files on a machine with thousands of CPUs.
  private static let sizeLimit = 64 << 20

  private let root: ProcRoot
  private let pageSize: Int
  private var vmstat = Source(path: "vmstat")
  private var meminfo = Source(path: "meminfo")
  private var pressure = Source(path: "pressure/memory")
  private var zoneinfo = Source(path: "zoneinfo")
  private var arcstats = Source(path: "spl/kstat/zfs/arcstats")
  private var buffer = RawBuffer(capacity: 32 * 1024)
  private var nextSlow: Instant?
  private var hasSwapCache = true
  /// The scope's: its memory is what is told, and the machine's beside it only what is not a group's.
  private var cgroup: CgroupMemory?
  private var machine = MemoryReading()
  /// Whether the last reading of vmstat gave all the terms of the rule. A reading that failed for
  /// want of memory or descriptors is no lost capability: the next sample tries again.
  public private(set) var hasTerms = true
  /// Files read since it was made.
  public private(set) var filesRead = 0
  /// Rises by one whenever `capabilities` has changed.
  public private(set) var generation = 0

  /// - Parameters:
  ///   - pageSize: in bytes; that of the machine whose files these are.
  ///   - cgroup: the control group whose memory is told; `nil`: the machine's.
  public init(
    root: ProcRoot, pageSize: Int = Host.pageSize, of cgroup: consuming CgroupMemory? = nil
  ) {
    self.root = root
    self.pageSize = pageSize
    self.cgroup = cgroup
  }

  /// Takes a sample of all terms. What fails is tried again: vmstat with the next sample, the
  /// others after `slowInterval`.
  /// - Returns: the files read.
  @discardableResult
  public mutating func sample(at now: Instant, into reading: inout MemoryReading) -> Work {
    guard cgroup != nil else { return sampleMachine(at: now, into: &reading) }
    // Out of `self` while it is filled.
    var machine = machine
    var work = sampleMachine(at: now, into: &machine)
    self.machine = machine
    work.filesRead += sampleCgroup(into: &reading)
    return work
  }

  private mutating func sampleMachine(
    at now: Instant, into reading: inout MemoryReading
  ) -> Work {
    let isSlow = nextSlow.map { now >= $0 } ?? true
    if isSlow { nextSlow = now.advanced(by: Self.slowInterval) }
    var files = 0
    files += sampleVmstat(into: &reading)
    if isSlow || meminfo.trouble.isNone { files += sampleMeminfo(into: &reading) }
    if isSlow || pressure.trouble.isNone { files += samplePressure(into: &reading) }
    if isSlow { files += sampleZoneinfo(into: &reading) }
    if isSlow || arcstats.trouble.isNone { files += sampleArc(into: &reading) }
    filesRead += files
    return Work(filesRead: files)
  }

  /// Lets the next sample read zoneinfo too: its page lists tell what a death has returned.
  public mutating func refreshZones() { nextSlow = nil }

  /// Reads vmstat alone: the terms of the rule, again, right before a kill.
  @discardableResult
  public mutating func sampleTerms(into reading: inout MemoryReading) -> Work {
    if cgroup != nil { return Work(filesRead: sampleCgroup(into: &reading)) }
    let files = sampleVmstat(into: &reading)
    filesRead += files
    return Work(filesRead: files)
  }

  /// A group that cannot be read leaves its last values, and no terms to kill by.
  private mutating func sampleCgroup(into reading: inout MemoryReading) -> Int {
    let wasGone = cgroup?.isGone ?? false
    do throws(Errno) {
      let files = try cgroup?.sample(machine: machine, into: &reading) ?? 0
      filesRead += files
      hasTerms = true
      return files
    } catch {
      hasTerms = false
      note(!wasGone && cgroup?.isGone == true)
      return 0
    }
  }

  private mutating func sampleVmstat(into reading: inout MemoryReading) -> Int {
    if let errno = vmstat.load(from: root, into: &buffer, limit: Self.sizeLimit) {
      hasTerms = false
      let transient: [Errno] = [
        .outOfMemory, .interrupted, .tooManyFiles, .tooManyFilesInSystem, .again,
      ]
      if !transient.contains(errno) { note(vmstat.change(to: .errno(errno))) }
      return 0
    }
    // Only meminfo has it on old kernels: what stands there must survive.
    let swapCache = reading.swapCachePages
    let found = VmstatParser.parse(buffer.contents, into: &reading)
    hasSwapCache = found.hasSwapCache
    hasTerms = found.missing == nil
    if !hasSwapCache { reading.swapCachePages = swapCache }
    note(vmstat.change(to: found.missing.map(Source.Trouble.missing) ?? .none))
    return 1
  }

  private mutating func sampleMeminfo(into reading: inout MemoryReading) -> Int {
    if let errno = meminfo.load(from: root, into: &buffer, limit: Self.sizeLimit) {
      note(meminfo.change(to: .errno(errno)))
      return 0
    }
    let defect = MeminfoParser.parse(buffer.contents, pageSize: pageSize, into: &reading)
    if !hasSwapCache {
      reading.swapCachePages = MeminfoParser.swapCachePages(buffer.contents, pageSize: pageSize)
    }
    note(meminfo.change(to: defect.map(Source.Trouble.meminfo) ?? .none))
    return 1
  }

  private mutating func samplePressure(into reading: inout MemoryReading) -> Int {
    if let errno = pressure.load(from: root, into: &buffer, limit: Self.sizeLimit) {
      reading.pressure = nil
      note(pressure.change(to: .errno(errno)))
      return 0
    }
    reading.pressure = PressureParser.parse(buffer.contents)
    note(pressure.change(to: reading.pressure == nil ? .malformed : .none))
    return 1
  }

  private mutating func sampleZoneinfo(into reading: inout MemoryReading) -> Int {
    if let errno = zoneinfo.load(from: root, into: &buffer, limit: Self.sizeLimit) {
      note(zoneinfo.change(to: .errno(errno)))
      return 0
    }
    if let zones = ZoneinfoParser.parse(buffer.contents) {
      reading.reservePages = zones.reservePages
      reading.managedPages = zones.managedPages
      reading.pageSetPages = zones.pageSetPages
      note(zoneinfo.change(to: .none))
    } else {
      note(zoneinfo.change(to: .malformed))
    }
    return 1
  }

  /// Where there is no ZFS there is no such file, which is nothing to be told.
  private mutating func sampleArc(into reading: inout MemoryReading) -> Int {
    if let errno = arcstats.load(from: root, into: &buffer, limit: Self.sizeLimit) {
      reading.arcPages = 0
      _ = arcstats.change(to: .errno(errno))
      return 0
    }
    reading.arcPages = ArcstatsParser.reclaimableBytes(buffer.contents) / pageSize
    _ = arcstats.change(to: .none)
    return 1
  }

  private mutating func note(_ hasChanged: Bool) {
    if hasChanged { generation += 1 }
  }

  /// vmstat, zoneinfo, meminfo, pressure and the scope, as of the last sample. Builds text: ask only
  /// when `generation` has risen.
  public var capabilities: [Capability] {
    var capabilities = [
      vmstat.capability(.vmstat, under: root, means: "without it there is no rule"),
      zoneinfo.capability(.zoneinfo, under: root, means: "the reserve counts as it last was, or 0"),
      meminfo.capability(.meminfo, under: root, means: "what it would say counts as 0"),
      pressure.capability(.pressure, under: root, means: "stalls are not seen"),
    ]
    switch cgroup {
    case .none: break
    case .some(let cgroup):
      if !cgroup.tellsPressure {
        capabilities[3] = Capability(
          .pressure, isAvailable: false, reason: cgroup.pressureReason)
      }
      capabilities.append(
        Capability(
          .scope, isAvailable: !cgroup.isGone,
          reason: cgroup.isGone
            ? "the control group \(cgroup.path) was removed" : "control group \(cgroup.path)"))
    }
    return capabilities
  }
}
