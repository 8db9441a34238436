import LMKCore
import LMKTrace
import Testing

/// A keyframe in the midst of a kill by hand of many.
@Suite("A keyframe while many are killed by hand")
struct ReachImageTests {
  private static let root = ProcessKey(pid: 4711, startTime: 100)
  private static let child = ProcessKey(pid: 4712, startTime: 200)

  private static func reading(_ key: ProcessKey, parent: Int32) -> ProcessReading {
    ProcessReading(
      key: key, parent: parent, uid: 1000, adj: 300, rssPages: 5000, sharedPages: 100,
      name: ProcessName("worker"))
  }

  private static var members: ReachAnswer {
    .members([reading(root, parent: 1), reading(child, parent: 4711)], processGroup: nil, nil)
  }

  /// From the first look at them to the death of both.
  private static let events: [Event] = {
    func asked(_ number: UInt32) -> ReachQuestion {
      ReachQuestion(number: number, act: .list, reach: .subtree, known: [root])
    }
    return [
      .passBegan(.walk), .measured(reading(root, parent: 1)),
      .measured(reading(child, parent: 4711)), .passEnded(met: 2, Work()),
      .command(.bind(root)), .bound(root), .command(.survey(.subtree, root)),
      .reachAnswered(asked(2), members), .command(.signalReach(.subtree, root, .kill)),
      .reachAnswered(asked(3), members), .reachStep, .memberBound(root), .memberBound(child),
      .reachStep, .reachStep, .signalled(root, .stop, .reach), .signalled(child, .stop, .reach),
      .reachStep, .reachAnswered(asked(4), members), .reachStep,
      .signalled(root, .kill, .reach), .signalled(child, .kill, .reach), .reachStep,
      .reachAnswered(asked(5), .failed(.gone)), .exited(root), .exited(child),
      .sampled(MemoryReading(), Work()), .sampled(MemoryReading(), Work()),
    ]
  }()

  private static func moment(_ place: Int) -> Instant {
    Instant(nanoseconds: 1_000_000_000_000).advanced(by: .milliseconds(place * 200))
  }

  @Test("Whoever begins at it wants the same from there on")
  func goesOn() throws {
    var monitor = Monitor(
      MonitorConfiguration(thresholds: Thresholds()), at: Self.moment(0))
    var effects = Effects()
    var sums: [UInt32] = []
    var frames: [[UInt8]] = []
    var image = MonitorImage()
    var check = ByteWriter()
    var kills = 0
    for (place, event) in Self.events.enumerated() {
      monitor.write(into: &image, at: Self.moment(place))
      var writer = ByteWriter()
      writer.put(image)
      frames.append(writer.bytes)
      effects.removeAll()
      monitor.apply(event, at: Self.moment(place), into: &effects)
      for case .signal(_, .kill, .reach) in effects.list { kills += 1 }
      sums.append(EffectSum.of(effects.list[...], with: &check, at: Self.moment(place)))
    }
    #expect(kills == 2)
    for (begin, bytes) in frames.enumerated() {
      var reader = ByteReader(bytes)
      let read: MonitorImage = try reader.read()
      #expect(reader.isAtEnd)
      var again = ByteWriter()
      again.put(read)
      #expect(again.bytes == bytes, "keyframe \(begin)")
      var twin = Monitor(read)
      for place in begin..<Self.events.count {
        effects.removeAll()
        twin.apply(Self.events[place], at: Self.moment(place), into: &effects)
        let sum = EffectSum.of(effects.list[...], with: &check, at: Self.moment(place))
        #expect(sum == sums[place], "from keyframe \(begin), event \(place)")
      }
    }
  }
}
