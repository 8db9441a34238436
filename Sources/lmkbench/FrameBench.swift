import LMKCore
import LMKEngine
import LMKScreen

/// What it takes to lay a frame out at 200 × 50, from a snapshot that is new each time: in every
/// view, with and without a filter.
struct FrameBench {
  let processes: Int

  func run() {
    var report = BenchReport(title: "A frame at 200×50 with \(processes) processes")
    var monitor = machine()
    for view in ListView.allCases {
      measure(view.rawValue, ScreenSettings(view: view), &monitor, &report)
      measure(
        "\(view.rawValue), filter", ScreenSettings(view: view), filter: "!w3 adj>=0 rss>1M",
        &monitor, &report)
    }
    measure(
      "kill_order, expression", ScreenSettings(), filter: "/^w[1-4]/ !/7$/", &monitor, &report)
    for column in [ListColumn.rss, .cpu, .name, .user, .unit] {
      let settings = ScreenSettings(view: .killOrder, order: SortOrder(column))
      measure("kill_order by \(column.rawValue)", settings, &monitor, &report)
    }
    let settings = ScreenSettings(view: .tree, order: SortOrder(.cpu))
    measure("tree by cpu, filter", settings, filter: "w1 user=1000", &monitor, &report)
    measure("kill_order, held", ScreenSettings(), keys: [.down], &monitor, &report)
    measureKey("kill_order, a key and its frame", ScreenSettings(), &monitor, &report)
    measureKey(
      "tree by rss, a key and its frame", ScreenSettings(view: .tree, order: SortOrder(.rss)),
      &monitor, &report)
    measure("the same snapshot again", ScreenSettings(), isFresh: false, &monitor, &report)
    measure(
      "by cpu, the same snapshot again", ScreenSettings(view: .tree, order: SortOrder(.cpu)),
      isFresh: false, &monitor, &report)
  }

  private func measure(
    _ name: String, _ settings: ScreenSettings, filter: String = "", keys: [Key] = [],
    isFresh: Bool = true, _ monitor: inout Monitor, _ report: inout BenchReport
  ) {
    var view = ViewState(settings)
    var environment = ViewEnvironment()
    for user in UInt32(0)..<20 { environment.userNames[1000 + user] = "user\(user)" }
    environment.patterns = PatternCompiler { text in
      guard let pattern = try? Pattern(text), let look = PatternLook(pattern) else {
        return .refused("no expression")
      }
      return .matcher { look.isFound(in: $0.bytes) }
    }
    var snapshot = Snapshot()
    var now = Instant(nanoseconds: 4_000_000_000_000)
    look(&monitor, view, at: now)
    monitor.writeSnapshot(into: &snapshot, at: now)
    _ = view.frame(of: snapshot, in: environment, width: 200, height: 50, at: now)
    let typed = filter.isEmpty ? [] : [Key.function(4)] + filter.map(Key.character) + [.enter]
    for key in typed + [.character("*")] + keys { _ = view.press(key, on: snapshot, at: now) }
    var times: [Double] = []
    for _ in 0..<41 {
      if isFresh {
        now = now.advanced(by: .milliseconds(40))
        monitor.writeSnapshot(into: &snapshot, at: now)
      }
      times.append(
        BenchReport.time {
          _ = view.frame(of: snapshot, in: environment, width: 200, height: 50, at: now)
        })
    }
    report.note(name, times)
  }

  /// An arrow on a snapshot that the view has not seen, and the frame that shows it.
  private func measureKey(
    _ name: String, _ settings: ScreenSettings, _ monitor: inout Monitor,
    _ report: inout BenchReport
  ) {
    var view = ViewState(settings)
    let environment = ViewEnvironment()
    var snapshot = Snapshot()
    var now = Instant(nanoseconds: 4_000_000_000_000)
    var times: [Double] = []
    for _ in 0..<41 {
      // Longer than the order holds.
      now = now.advanced(by: .seconds(4))
      monitor.writeSnapshot(into: &snapshot, at: now)
      times.append(
        BenchReport.time {
          _ = view.press(.down, on: snapshot, at: now)
          _ = view.frame(of: snapshot, in: environment, width: 200, height: 50, at: now)
        })
    }
    report.note(name, times)
  }

  private func look(_ monitor: inout Monitor, _ view: ViewState, at now: Instant) {
    var effects = Effects()
    monitor.apply(.command(.look(view.demand)), at: now, into: &effects)
    guard view.demand.contains(.times) else { return }
    for pass in 0..<2 {
      let then = now.advanced(by: .seconds(pass - 2))
      for number in 0..<processes {
        let key = ProcessKey(pid: Int32(100 + number), startTime: UInt64(number))
        monitor.apply(
          .timed(key, ticks: UInt64(number * 7919 % 10_000 + pass * (number % 97))), at: then,
          into: &effects)
      }
    }
  }

  /// Names, users, parents, groups and sizes as on a busy server.
  private func machine() -> Monitor {
    let page = 256
    var random = BenchRandom()
    var configuration = MonitorConfiguration(
      thresholds: .defaults(usablePages: 16_384 * page, pageSize: 4096))
    configuration.capacity = processes
    let now = Instant(nanoseconds: 3_600_000_000_000)
    var monitor = Monitor(configuration, at: now)
    var effects = Effects()
    monitor.apply(.passBegan(.walk), at: now, into: &effects)
    for number in Int32(1)...200 {
      let path = "/system.slice/service-\(number).service"
      monitor.apply(
        .groupNamed(
          ControlGroupID(rawValue: number), ControlGroup(memoryPath: path, unitPath: path)),
        at: now, into: &effects)
    }
    for number in 0..<processes {
      let key = ProcessKey(pid: Int32(100 + number), startTime: UInt64(number))
      monitor.apply(
        .measured(
          ProcessReading(
            key: key, parent: Int32(99 + number - random.next(below: min(number, 50) + 1)),
            uid: UInt32(1000 + random.next(below: 20)),
            adj: OOMScoreAdj(random.next(below: 12) * 90) ?? 0,
            rssPages: 100 + random.next(below: 40_000), sharedPages: random.next(below: 100),
            name: ProcessName("w\(random.next(below: 900))"), inode: UInt64(number))),
        at: now, into: &effects)
      let group = ControlGroupID(rawValue: Int32(1 + random.next(below: 200)))
      monitor.apply(.grouped(key, group), at: now, into: &effects)
    }
    monitor.apply(.passEnded(met: processes, Work()), at: now, into: &effects)
    return monitor
  }
}
