import LMKCore
import LMKEngine
import LMKLinux

/// From the sample that sees a row crossed to the signal, with a pass under way nearly all the time:
/// real kills, so this runs in a private PID namespace whose only victims are made for it.
struct VerdictBench {
  let processes: Int
  private let kills = 200

  /// Starts this program again in a namespace of its own.
  static func runApart(processes: Int) {
    guard let own = Host.programPath else { return }
    do {
      var inner = try ChildProgram(
        path: "/usr/bin/unshare",
        [
          "--fork", "--pid", "--mount-proc", "--kill-child", own, "verdict-inside", "\(processes)",
        ], readsOutput: true)
      while case let bytes = try inner.readOutput(), !bytes.isEmpty {
        print(String(decoding: bytes, as: UTF8.self), terminator: "")
      }
      guard try inner.wait() == .exited(0) else {
        print("\nverdicts: not measured, no private PID namespace is to be had (it takes root)")
        return
      }
    } catch {
      print("\nverdicts: not measured: unshare: \(error)")
    }
  }

  /// - Precondition: pid 1 of this namespace is ours: nothing but the herd lives here.
  func runInside() throws {
    precondition(Identity.ownPid == 1, "kills only in a namespace of its own")
    try SignalMask.block(Front.terminal.departureSignals)
    guard let herd = Herd(sleeping: processes, victims: 24) else { return }
    let root = try ProcRoot()
    let memory = try SingleLook.memory(root: root, pageSize: Host.pageSize)
    // Always crossed, and six may be dying at once; adj 900 is reached and nobody else.
    let rows = (0..<6).map { index in
      Level(minfreePages: memory.usablePages * (95 + index) / 100, adj: 900)
    }
    var monitor = MonitorConfiguration(thresholds: try Thresholds(rows))
    monitor.ownPid = 1
    monitor.pageSize = Host.pageSize
    monitor.interval = .milliseconds(100)
    monitor.patience.grace = .zero
    // Four MiB that come back are lost in this machine's noise.
    monitor.noRelief = .pause(.milliseconds(1))
    let engine = try Engine(
      EngineConfiguration(monitor: monitor, root: root, journalPath: nil, identity: .current()))
    let thread = try engine.start()
    let times = collect(from: engine)
    engine.stop()
    try thread.join()
    herd.end()
    report(times)
  }

  private func collect(from engine: borrowing Engine) -> [Double] {
    var times: [Double] = []
    var last: UInt64 = 0
    let end = MonotonicClock.now().advanced(by: .seconds(120))
    guard var pause = try? Epoll() else { return [] }
    while times.count < kills, MonotonicClock.now() < end {
      engine.send(.arm)
      _ = try? pause.wait(timeoutMilliseconds: 50)
      guard engine.takeSnapshot() else { continue }
      engine.withSnapshot { snapshot in
        for entry in snapshot.entries where entry.sequence > last {
          last = entry.sequence
          if case .signalled(let record) = entry.kind, record.cause != .byHand {
            times.append(Double(record.latency.wholeNanoseconds))
          }
        }
      }
    }
    return times
  }

  private func report(_ times: [Double]) {
    let sorted = times.sorted()
    guard let last = sorted.last else {
      print("\nverdicts: nobody was killed, nothing measured")
      return
    }
    func place(_ share: Double) -> String {
      BenchReport.words(sorted[min(sorted.count - 1, Int(share * Double(sorted.count)))])
    }
    print(
      "\nFrom the sample to the signal, \(sorted.count) kills among \(processes) processes, "
        + "a walk under way: median \(place(0.5)), p99 \(place(0.99)), worst "
        + "\(BenchReport.words(last))")
  }
}
