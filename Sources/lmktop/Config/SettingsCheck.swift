import LMKCore
import LMKEngine
import LMKLinux

/// Everything that is wrong with configuration files, as far as it can be known on this machine: what
/// a start would refuse, and all of it at once.
struct SettingsCheck {
  private(set) var defects: [SettingsDefect] = []
  /// What the sound files say together.
  private var settings = Settings()

  /// Reads one file after the other; what a later one says counts.
  mutating func read(_ text: String, file: String) {
    let read = SettingsFile(examining: text, file: file)
    defects += read.defects
    guard read.defects.isEmpty else { return }
    defects += Self.defects(of: read.settings)
    settings.override(with: read.settings)
    if settings.rules.count > RuleBook.limit {
      defects.append(
        SettingsDefect(
          file: file, place: .start,
          message: "more than \(RuleBook.limit) rules in all files together"))
    }
  }

  /// What is well written, and means nothing here.
  private static func defects(of settings: Settings) -> [SettingsDefect] {
    var defects: [SettingsDefect] = []
    if let entry = settings.thresholds, let memory = machine {
      do {
        _ = try Thresholds(
          parsing: entry.text, usablePages: memory.usablePages, ramPages: memory.ramPages,
          pageSize: Host.pageSize)
      } catch {
        defects.append(entry.defect("\(error)", column: error.column))
      }
    }
    if let entry = settings.scope, let root = try? ProcRoot() {
      do throws(ScopeText.Defect) {
        _ = try ScopeText(text: entry.text).scope(under: root)
      } catch {
        defects.append(entry.defect(error.words))
      }
    }
    return defects
  }

  /// `nil`: /proc is no use here, and a start will say so.
  private static var machine: MemoryReading? {
    guard let root = try? ProcRoot() else { return nil }
    return try? SingleLook.memory(root: root, pageSize: Host.pageSize)
  }
}
