/// systemd-oomd's limits, as oomd.conf(5) gives them.
public struct OOMDSettings: Hashable, Sendable {
  /// SwapUsedLimit=, per cent of memory and of swap.
  public var swapUsedPercent = 90.0
  /// DefaultMemoryPressureLimit=, per cent.
  public var pressurePercent = 60.0
  /// DefaultMemoryPressureDurationSec=.
  public var pressureSeconds = 30

  public init() {}

  /// Takes what a file of its form says; later files win. What cannot be read stays as it was, as
  /// systemd has it.
  public mutating func read(_ text: String) {
    for line in text.split(separator: "\n") {
      let parts = line.split(separator: "=", maxSplits: 1)
      guard parts.count == 2 else { continue }
      let value = parts[1].filter { $0 != " " && $0 != "\t" }
      switch parts[0].filter({ $0 != " " && $0 != "\t" }) {
      case "SwapUsedLimit": swapUsedPercent = Self.percent(value) ?? swapUsedPercent
      case "DefaultMemoryPressureLimit": pressurePercent = Self.percent(value) ?? pressurePercent
      case "DefaultMemoryPressureDurationSec":
        pressureSeconds = Self.seconds(value) ?? pressureSeconds
      default: break
      }
    }
  }

  /// `90%`, `90.5%`, `905‰`, `9050‱`.
  private static func percent(_ text: String) -> Double? {
    for (unit, parts) in [("%", 1.0), ("\u{2030}", 10), ("\u{2031}", 100)]
    where text.hasSuffix(unit) {
      guard let number = Double(text.dropLast()), (0...100 * parts).contains(number) else {
        return nil
      }
      return number / parts
    }
    return nil
  }

  /// `30`, `30s`, `2min`.
  private static func seconds(_ text: String) -> Int? {
    let number = text.prefix { $0.isNumber }
    guard let value = Int(number) else { return nil }
    return switch text.dropFirst(number.count) {
    case "", "s", "sec", "second", "seconds": value
    case "m", "min", "minute", "minutes": value * 60
    default: nil
    }
  }
}
