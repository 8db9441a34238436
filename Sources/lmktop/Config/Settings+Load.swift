import FoundationEssentials
import LMKCore

extension Settings {
  /// Reads the operator's `config.toml`, then `config.d/*.toml` by name; or the one file that an
  /// option names. Files that are not there say nothing; the named one must be there.
  static func load(_ options: FileOptions, _ folders: UserFolders) throws(Failure) -> Settings {
    if let file = options.config {
      guard let text = try read(file) else {
        throw Failure(.noInput, "\(file) is not there: --config names a file to read")
      }
      return try SettingsFile(text, file: file).settings
    }
    var settings = Settings()
    for file in [folders.configurationFile].compactMap({ $0 }) + dropIns(folders) {
      guard let text = try read(file) else { continue }
      settings.override(with: try SettingsFile(text, file: file).settings)
      if settings.rules.count > RuleBook.limit {
        throw Failure(
          .configuration, "\(file): more than \(RuleBook.limit) rules in all files together")
      }
    }
    return settings
  }

  private static func dropIns(_ folders: UserFolders) -> [String] {
    // A folder that is not there holds no files.
    guard let folder = folders.dropIns,
      let names = try? FileManager.default.contentsOfDirectory(atPath: folder)
    else { return [] }
    return names.filter { $0.hasSuffix(".toml") && !$0.hasPrefix(".") }.sorted()
      .map { "\(folder)/\($0)" }
  }

  /// `nil`: the file is not there.
  private static func read(_ file: String) throws(Failure) -> String? {
    let data: Data
    do {
      data = try Data(contentsOf: URL(filePath: file))
    } catch let error as CocoaError
      where error.code == .fileReadNoSuchFile || error.code == .fileNoSuchFile
    {
      return nil
    } catch let error as CocoaError where error.code == .fileReadNoPermission {
      throw Failure(.noPermission, "\(file) cannot be read: permission denied")
    } catch {
      throw Failure(.configuration, "\(file) cannot be read")
    }
    guard let text = String(validating: data, as: UTF8.self) else {
      throw Failure(.configuration, "\(file):1: not TOML: not UTF-8")
    }
    return text
  }
}
