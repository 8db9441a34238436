import FoundationEssentials
import LMKOpinions

/// systemd-oomd's configuration files, in the order in which systemd reads them: the first oomd.conf
/// that is there, then the drop-ins of all folders by name.
enum OOMDFiles {
  private static let folders = [
    "/etc/systemd", "/run/systemd", "/usr/local/lib/systemd", "/usr/lib/systemd",
  ]

  static func settings(under root: String = "") -> OOMDSettings {
    var settings = OOMDSettings()
    for folder in folders {
      if let text = SmallFile.text("\(root)\(folder)/oomd.conf") {
        settings.read(text)
        break
      }
    }
    for file in dropIns(root) {
      if let text = SmallFile.text(file) { settings.read(text) }
    }
    return settings
  }

  /// By name; of two with one name, that of the earlier folder.
  private static func dropIns(_ root: String) -> [String] {
    var files: [String: String] = [:]
    for folder in folders.reversed() {
      let place = "\(root)\(folder)/oomd.conf.d"
      // A folder that is not there holds no files.
      for name in (try? FileManager.default.contentsOfDirectory(atPath: place)) ?? []
      where name.hasSuffix(".conf") {
        files[name] = "\(place)/\(name)"
      }
    }
    return files.sorted { $0.key < $1.key }.map(\.value)
  }
}
