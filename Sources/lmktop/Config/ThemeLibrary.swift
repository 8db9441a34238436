import FoundationEssentials
import LMKScreen

/// The themes there are: those compiled in, and the files of a user's folder, which go first where
/// both have a name.
struct ThemeLibrary {
  /// `$XDG_CONFIG_HOME/lmktop/themes`; `nil` where there is no home.
  let userFolder: String?
  private let shipped: [ShippedTheme]

  init(userFolder: String?, shipped: [ShippedTheme] = ShippedTheme.all) {
    self.userFolder = userFolder
    self.shipped = shipped
  }

  /// The shipped ones in their order, then the user's by the alphabet. Reads the folder each time:
  /// a theme that was just written is there.
  var names: [String] {
    let own = shipped.map(\.name)
    return own + userNames.filter { !own.contains($0) }
  }

  /// The theme, with what was wrong in its file and in those it inherits.
  func theme(named name: String) throws(ThemeError) -> (theme: Theme, findings: [ThemeFinding]) {
    var findings: [ThemeFinding] = []
    let theme = try load(name, chain: [], findings: &findings)
    return (theme, findings)
  }

  /// The name behind this one, the first behind the last; the first if this one is gone.
  func next(after name: String) -> String {
    let names = names
    guard let index = names.firstIndex(of: name) else { return names.first ?? name }
    return names[(index + 1) % names.count]
  }

  // MARK: Loading

  private func load(
    _ name: String, chain: [String], findings: inout [ThemeFinding]
  ) throws(ThemeError) -> Theme {
    let source = try source(of: name, chain: chain)
    let chain = chain + [source.file]
    var inherited: [ThemeFinding] = []
    let file = try ThemeFile(source.text, file: source.file, name: name) {
      (parent, line) throws(ThemeError) in
      do throws(ThemeError) {
        return try load(parent, chain: chain, findings: &inherited)
      } catch .refused(let finding) where finding.line == 0 {
        // The circle was found further down, and closes here.
        throw .refused(
          ThemeFinding(file: source.file, line: line, message: finding.message))
      }
    }
    findings += file.findings + inherited
    return file.theme
  }

  /// A user's file, unless it is on the way already: a user's `dark` may inherit the shipped one.
  private func source(
    of name: String, chain: [String]
  ) throws(ThemeError) -> (text: String, file: String) {
    var isCircle = false
    if let userFolder, userNames.contains(name) {
      let file = "\(userFolder)/\(name).toml"
      if !chain.contains(file) { return (try Self.read(file), file) }
      isCircle = true
    }
    if let theme = shipped.first(where: { $0.name == name }) {
      if !chain.contains(theme.file) { return (theme.text, theme.file) }
      isCircle = true
    }
    guard isCircle else { throw .unknown(name, names: names) }
    throw .refused(
      ThemeFinding(file: "", line: 0, message: "'inherits' goes in a circle, back to '\(name)'"))
  }

  /// A folder that is not there holds no themes; one that cannot be read neither, and a theme of it
  /// that is asked for is unknown.
  private var userNames: [String] {
    guard let userFolder,
      let files = try? FileManager.default.contentsOfDirectory(atPath: userFolder)
    else { return [] }
    return files.filter { $0.hasSuffix(".toml") && !$0.hasPrefix(".") }
      .map { String($0.dropLast(5)) }.filter { !$0.isEmpty }.sorted()
  }

  private static func read(_ file: String) throws(ThemeError) -> String {
    let data: Data
    do {
      data = try Data(contentsOf: URL(filePath: file))
    } catch {
      throw .unreadable(file: file, reason: error.localizedReason)
    }
    guard let text = String(validating: data, as: UTF8.self) else {
      throw .refused(ThemeFinding(file: file, line: 1, message: "not TOML: not UTF-8"))
    }
    return text
  }
}

extension Error {
  /// One line, without Foundation's domains and user dictionaries.
  fileprivate var localizedReason: String {
    guard let error = self as? CocoaError else { return "\(self)" }
    switch error.code {
    case .fileReadNoPermission: return "permission denied"
    case .fileReadNoSuchFile, .fileNoSuchFile: return "it is gone"
    default: return "error \(error.code.rawValue)"
    }
  }
}

/// A theme that is compiled in, so that the program starts from anywhere.
struct ShippedTheme: Hashable, Sendable {
  let name: String
  let text: String

  /// What findings call it.
  var file: String { "Themes/\(name).toml" }
}
