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
    for file in files(folders) {
      guard let text = try read(file) else { continue }
      settings.override(with: try SettingsFile(text, file: file).settings)
      if settings.rules.count > RuleBook.limit {
        throw Failure(
          .configuration, "\(file): more than \(RuleBook.limit) rules in all files together")
      }
    }
    return settings
  }

  /// What is read, in this order; the first may not be there.
  static func files(_ folders: UserFolders) -> [String] {
    [folders.configurationFile].compactMap { $0 } + dropIns(folders)
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
    do throws(SettingsDefect) {
      return try text(of: file)
    } catch {
      // It is the reading that failed: there is no line.
      if error.place == .unread {
        let isDenied = error.message == SettingsDefect.denied
        throw Failure(
          isDenied ? .noPermission : .configuration, "\(file) cannot be read: \(error.message)")
      }
      throw error.failure
    }
  }

  /// `nil`: the file is not there.
  static func text(of file: String) throws(SettingsDefect) -> String? {
    let data: Data
    do {
      data = try Data(contentsOf: URL(filePath: file))
    } catch let error as CocoaError
      where error.code == .fileReadNoSuchFile || error.code == .fileNoSuchFile
    {
      return nil
    } catch let error as CocoaError where error.code == .fileReadNoPermission {
      throw SettingsDefect(unreadable: file, SettingsDefect.denied)
    } catch {
      throw SettingsDefect(unreadable: file, "it is no regular file")
    }
    if let text = String(validating: data, as: UTF8.self) { return text }
    throw SettingsDefect(
      file: file, place: TextPlace(ofFirstInvalidIn: data), message: "not TOML: not UTF-8")
  }
}

extension TextPlace {
  /// No place in a file: it could not be read.
  static let unread = TextPlace(line: 0, column: 0)

  /// Of the first byte that is not part of UTF-8.
  fileprivate init(ofFirstInvalidIn data: Data) {
    self = .start
    var decoder = UTF8()
    var bytes = data.makeIterator()
    while case .scalarValue(let scalar) = decoder.decode(&bytes) {
      if scalar == "\n" {
        line += 1
        column = 1
      } else {
        column += 1
      }
    }
  }
}

extension SettingsDefect {
  static let denied = "permission denied"

  init(unreadable file: String, _ message: String) {
    self.init(file: file, place: .unread, message: message)
  }
}
