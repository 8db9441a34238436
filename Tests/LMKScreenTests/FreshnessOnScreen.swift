import LMKCore
import LMKTestSupport
import Testing

@testable import LMKScreen

@Suite("Freshness on the screen")
struct FreshnessOnScreen {
  private static let sources: [Capability.Name] = [.procConnector, .tracepoints, .pressureTrigger]

  @Test(
    "The screen says which of the kernel's events feed the cache, in every degraded combination",
    arguments: 0..<8)
  func sources(missing: Int) throws {
    var screen = TestScreen(SnapshotBuilder.busyDesktop())
    screen.width = 160
    screen.height = 45
    screen.snapshot.capabilities = Self.sources.enumerated().map { index, name in
      Capability(name, isAvailable: missing & 1 << index == 0, reason: "left out by an option")
    }
    let words = ["births", "adj", "stalls"]
    let expected =
      switch missing {
      case 0: "told of births, adj, stalls"
      case 7: "no events: all is looked for"
      default:
        "not told of "
          + words.indices.filter { missing & 1 << $0 != 0 }.map { words[$0] }.joined(
            separator: ", ")
      }
    let text = screen.text
    let facts = try #require(text.split(separator: "\n").first { $0.contains("kernel OOM") })
    #expect(facts.contains("  \(expected)  "), "\(facts)")
  }

  @Test("The greatest age in the eligible class stands beside its bound")
  func age() {
    var screen = TestScreen(SnapshotBuilder.busyDesktop())
    screen.width = 160
    screen.height = 45
    screen.snapshot.sweepBound = .seconds(17)
    screen.snapshot.oldestReading = screen.now.advanced(by: .seconds(-12))
    #expect(screen.text.contains("data ≤ 12 s old (bound 17 s)"))
  }
}
