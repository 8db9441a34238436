import LMKCore
import LMKLinux
import LMKScreen

/// What a key costs while a cell of the thresholds is edited: the preview, the marked rows, the
/// predicted sequence, and all of the frame around them. It must be below 5 ms at 8,000.
struct WhatIfBench {
  let processes: Int

  func run() throws {
    let now = MonotonicClock.now()
    // Everybody may die, and memory stays short: the longest prediction there is.
    var configuration = MonitorConfiguration(
      thresholds: try Thresholds([Level(minfreePages: 1 << 40, adj: -999)]))
    configuration.capacity = processes
    var monitor = Monitor(configuration, at: now)
    var effects = Effects()
    var random = BenchRandom()
    for pid in 2...(processes + 1) {
      let candidate = TreeBench.candidate(pid, &random)
      monitor.apply(
        .measured(
          ProcessReading(key: candidate.key, adj: candidate.adj, rssPages: candidate.rssPages)),
        at: now, into: &effects)
    }
    var reading = MemoryReading()
    reading.freePages = 500
    reading.totalPages = 1 << 41
    monitor.apply(.sampled(reading, Work()), at: now, into: &effects)
    var snapshot = Snapshot()
    monitor.writeSnapshot(into: &snapshot, at: now)
    var report = BenchReport(title: "What if, among \(processes)")
    var count = 0
    report.measure("the predicted sequence, all of it") {
      count = Prediction(of: snapshot).count
    }
    precondition(count > processes / 2, "the prediction ended early")
    var view = ViewState()
    let environment = ViewEnvironment()
    _ = view.frame(of: snapshot, in: environment, width: 200, height: 50, at: now)
    _ = view.press(.character("e"), on: snapshot, at: now)
    var key = Key.character("+")
    var frame = Frame(width: 0, height: 0)
    report.measure("a key in a cell, and the frame of 200x50 after it") {
      _ = view.press(key, on: snapshot, at: now)
      frame = view.frame(of: snapshot, in: environment, width: 200, height: 50, at: now)
      key = key == .character("+") ? .character("-") : .character("+")
    }
    let text = String(frame.cells.map(\.character))
    precondition(text.contains("kill #1"), "the sequence was not drawn")
    report.measure("the frame of 200x50 without an edit") {
      var plain = ViewState()
      _ = plain.frame(of: snapshot, in: environment, width: 200, height: 50, at: now)
    }
  }
}
