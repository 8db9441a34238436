import Foundation
import LMKFuzz
import LMKScreen
import Testing

@testable import lmktop

/// Configuration and themes are written by people, and found broken by them: a sentence, never a trap.
@Suite("Configuration that nobody would write")
struct ConfigurationFuzzTests {
  static let count = ProcessInfo.processInfo.environment["LMKTOP_FUZZ"].flatMap { Int($0) } ?? 300

  @Test("A configuration file is read or refused with its place", arguments: [1, 2])
  func settings(seed: UInt64) {
    changed("config", seed) { text in
      do throws(Failure) {
        _ = try SettingsFile(text, file: "config.toml")
      } catch {
        #expect(error.sentence.hasPrefix("config.toml"))
      }
    }
  }

  @Test("What a drop-in is made of stays TOML, and says what was set", arguments: [1, 2])
  func dropIns(seed: UInt64) {
    changed("config", seed) { text in
      guard (try? TOMLTable(parsing: text)) != nil else { return }
      let entry = DropInText.Entry(key: "grace", value: "3", notes: ["seconds"])
      let written = DropInText(text).setting([entry])
      #expect((try? TOMLTable(parsing: written))?["grace"]?.int == 3, "\(written)")
    }
  }

  @Test("A theme file is read or refused with its place", arguments: [1, 2])
  func themes(seed: UInt64) {
    changed("theme", seed) { text in
      do throws(ThemeError) {
        _ = try ThemeFile(text, file: "x.toml", name: "x") { (name, _) throws(ThemeError) in
          throw .unknown(name, names: [])
        }
      } catch {
        #expect(!"\(error)".isEmpty)
      }
    }
  }

  private func changed(_ name: String, _ seed: UInt64, _ body: (String) -> Void) {
    let seeds = Seeds.of(name)
    #expect(seeds.count > 1)
    for seed in seeds { body(String(decoding: seed, as: UTF8.self)) }
    var mutator = Mutator(seed: seed)
    for number in 0..<Self.count {
      let bytes = mutator.change(
        seeds[number % seeds.count], and: seeds[(number / 5) % seeds.count])
      body(String(decoding: bytes, as: UTF8.self))
    }
  }
}
