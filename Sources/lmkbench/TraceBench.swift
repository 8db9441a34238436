import LMKCore
import LMKLinux
import LMKTrace

/// What a recording costs: an event encoded, a keyframe copied and written, an hour opened at its
/// middle.
struct TraceBench {
  let processes: Int

  func run() {
    let start = Instant(nanoseconds: 1_000_000_000_000)
    var monitor = Monitor(Self.configuration, at: start)
    var effects = Effects()
    let info = TraceInfo(
      version: "bench", host: "bench", kernel: "", processors: 1, wallOffset: 0,
      secondsFromUTC: 0, pageSize: 4096, isRedacted: false, memory: MemoryReading(), users: [:])
    guard let writer = TraceWriter(info) else { return }
    writer.beginFile(at: start)
    var image = MonitorImage()
    let tap = TraceTap(isRedacted: false) { piece, bytes, at in
      switch piece {
      case .event, .check:
        if piece == .event, writer.isFull, !writer.flush() { return false }
        writer.append(bytes, at: at)
        return true
      case .mark: return true
      case .keyframe: return writer.put(image)
      }
    }
    monitor.tap = tap
    var now = start
    func keyframe() {
      monitor.write(into: &image, at: now)
      tap.begin(at: now)
    }
    keyframe()
    monitor.apply(.passBegan(.walk), at: now, into: &effects)
    for pid in 1...processes { monitor.apply(.measured(reading(pid, 0)), at: now, into: &effects) }
    monitor.apply(.passEnded(met: processes, Work()), at: now, into: &effects)
    effects.removeAll()
    let afterStart = writer.output.count
    // An idle hour: a look a second, a sixteenth of the processes and the first 512 a pass.
    var memory = MemoryReading()
    memory.freePages = 5_000_000
    memory.totalPages = 8_000_000
    let share = max(512, processes / 16)
    var place = 1
    var copies: [Double] = []
    for second in 1...3600 {
      now = now.advanced(by: .seconds(1))
      monitor.apply(.ticked(OwnCost(cpu: UInt64(second))), at: now, into: &effects)
      monitor.apply(.passBegan(.sweep), at: now, into: &effects)
      for pid in 1...min(512, processes) { refresh(pid, second, &monitor, now, &effects) }
      for _ in 0..<share {
        refresh(place, second, &monitor, now, &effects)
        place = place % processes + 1
      }
      monitor.apply(.passEnded(met: processes, Work(filesRead: share)), at: now, into: &effects)
      memory.freePages += second % 7 - 3
      monitor.apply(.sampled(memory, Work(filesRead: 3)), at: now, into: &effects)
      effects.removeAll()
      if second % 60 == 0 {
        let began = MonotonicClock.now()
        monitor.write(into: &image, at: now)
        copies.append(Double(MonotonicClock.now().nanoseconds - began.nanoseconds))
        tap.begin(at: now)
      }
      _ = writer.flush()
    }
    writer.end(at: now)
    let bytes = writer.output
    print(
      "\nA recorded hour of \(processes) idle processes: \((bytes.count - afterStart) / 60) bytes a minute"
    )
    var report = BenchReport(title: "Recording and opening")
    report.note("a keyframe's copy, in the engine", copies)
    report.note("an hour opened at its middle", openings(bytes, start))
  }

  /// From the file's bytes to a snapshot.
  private func openings(_ bytes: [UInt8], _ start: Instant) -> [Double] {
    var times: [Double] = []
    for _ in 0..<9 {
      let began = MonotonicClock.now()
      guard let replay = try? TraceReplay(bytes.traceSource) else { return [] }
      replay.seek(to: start.advanced(by: .seconds(1830)))
      var snapshot = Snapshot()
      replay.writeSnapshot(into: &snapshot, at: replay.now)
      times.append(Double(MonotonicClock.now().nanoseconds - began.nanoseconds))
      precondition(snapshot.rows.count == processes && replay.divergences == 0)
    }
    return times
  }

  private func refresh(
    _ pid: Int, _ second: Int, _ monitor: inout Monitor, _ now: Instant,
    _ effects: inout Effects
  ) {
    // One in fifty has changed.
    let grown = pid % 50 == second % 50 ? second : 0
    monitor.apply(.refreshed(reading(pid, grown), .everyPass), at: now, into: &effects)
  }

  private func reading(_ pid: Int, _ grown: Int) -> ProcessReading {
    ProcessReading(
      key: ProcessKey(pid: Int32(pid), startTime: UInt64(pid) * 37), parent: 1, uid: 1000,
      adj: OOMScoreAdj(pid % 900)!, rssPages: 200 + pid % 7000 + grown, sharedPages: 100,
      name: ProcessName("proc-\(pid % 40)"), inode: UInt64(pid) * 7919)
  }

  private static var configuration: MonitorConfiguration {
    MonitorConfiguration(
      thresholds: .defaults(usablePages: 8_000_000, pageSize: 4096))
  }
}
