import LMKCore
import LMKLinux
import Testing

@testable import LMKEngine

@Suite("The demo")
struct DemoTests {
  private static let start = Instant(nanoseconds: 3_600_000_000_000)

  /// Plays it for so long, and gives what can be seen then.
  private func play(
    seconds: Int, armedAfter: Int? = nil, isReadOnly: Bool = false
  ) -> Snapshot {
    var demo = DemoRun(at: Self.start, isReadOnly: isReadOnly)
    for second in 0...seconds {
      let now = Self.start.advanced(by: .seconds(second))
      demo.advance(to: now)
      if second == armedAfter { demo.obey(.arm, at: now) }
      if let broken = demo.checkInvariants() { Issue.record("\(second) s: \(broken)") }
    }
    var snapshot = Snapshot()
    demo.writeSnapshot(into: &snapshot, at: Self.start.advanced(by: .seconds(seconds)))
    return snapshot
  }

  private func kinds(_ snapshot: Snapshot) -> [JournalEntry.Kind] { snapshot.entries.map(\.kind) }

  @Test("Played twice, it is the same to the byte")
  func same() {
    let (one, other) = (play(seconds: 60), play(seconds: 60))
    #expect(one.rows == other.rows)
    #expect(one.entries == other.entries)
    #expect(one.terms == other.terms)
  }

  @Test("Disarmed, the leaker is named at every row, and in the end the kernel kills it")
  func disarmed() {
    let snapshot = play(seconds: 75)
    let named = kinds(snapshot).compactMap { kind -> String? in
      if case .wouldKill(let record) = kind { record.victim.name.text } else { nil }
    }
    #expect(named.first == "python3")
    let killed = kinds(snapshot).compactMap { kind -> String? in
      if case .kernelKilled(let kill) = kind { kill.name.text } else { nil }
    }
    #expect(killed == ["python3"])
    #expect(snapshot.statistics.kill.calls == 0)
    // Its service has started it again.
    #expect(snapshot.rows.contains { $0.candidate.name == ProcessName("python3") })
  }

  @Test("Armed, it gets SIGTERM, then SIGKILL, and memory comes back; the kernel need not act")
  func armed() {
    let snapshot = play(seconds: 60, armedAfter: 5)
    let signals = kinds(snapshot).compactMap { kind -> String? in
      if case .signalled(let record) = kind {
        "\(record.signal) \(record.victim.name.text)"
      } else {
        nil
      }
    }
    #expect(signals.prefix(1) == ["SIGTERM python3"])
    #expect(signals.contains("SIGKILL python3"))
    #expect(
      kinds(snapshot).contains {
        if case .died(let record, let outcome) = $0 {
          record.victim.name == ProcessName("python3") && outcome.isRelief
        } else {
          false
        }
      })
    #expect(snapshot.arming.isArmed)
    #expect(snapshot.memory.kernelKills == 0)
  }

  @Test("Kills and edits by hand change its course; read-only it takes neither")
  func byHand() throws {
    for isReadOnly in [false, true] {
      var demo = DemoRun(at: Self.start, isReadOnly: isReadOnly)
      var now = Self.start.advanced(by: .seconds(5))
      demo.advance(to: now)
      var snapshot = Snapshot()
      demo.writeSnapshot(into: &snapshot, at: now)
      let make = try #require(snapshot.rows.first { $0.candidate.name == ProcessName("make") })
      let key = make.candidate.key
      demo.obey(.bind(key), at: now)
      demo.obey(.setAdj(key, 1000), at: now)
      demo.obey(.signal(key, .terminate), at: now)
      demo.obey(.arm, at: now)
      now = now.advanced(by: .seconds(2))
      demo.advance(to: now)
      demo.writeSnapshot(into: &snapshot, at: now)
      let kinds = kinds(snapshot)
      let isThere = snapshot.rows.contains { $0.candidate.key == key }
      #expect(isThere == isReadOnly)
      #expect(snapshot.arming.isArmed == !isReadOnly)
      #expect(
        kinds.contains { if case .adjWritten = $0 { true } else { false } } == !isReadOnly)
      #expect(kinds.contains(.armingRefused(.readOnly)) == isReadOnly)
    }
  }

  @Test("An engine with it hands snapshots over, takes commands and stops")
  func engine() async throws {
    var configuration = EngineConfiguration(
      monitor: MonitorConfiguration(thresholds: Thresholds()), root: try ProcRoot(),
      journalPath: nil, identity: .current())
    configuration.isDemo = true
    let engine = try Engine(configuration)
    let thread = try engine.start()
    engine.send(.setInterval(.seconds(2)))
    var isSeen = false
    for _ in 0..<500 where !isSeen {
      if engine.takeSnapshot() {
        isSeen = engine.withSnapshot {
          $0.interval == .seconds(2) && $0.rows.contains { $0.candidate.name.text == "mysqld" }
        }
      }
      try await Task.sleep(for: .milliseconds(20))
    }
    #expect(isSeen)
    engine.stop()
    try thread.join()
  }
}
