import Glibc

/// The files of Tests/Seeds.
public enum Seeds {
  /// The seeds of a target, by name; an empty input is always among them.
  public static func of(_ name: String, file: String = #filePath) -> [[UInt8]] {
    let folder = file.split(separator: "/").dropLast(2).joined(separator: "/")
    let path = "/\(folder)/Seeds/\(name)"
    var names: [String] = []
    guard let handle = opendir(path) else { return [[]] }
    defer { closedir(handle) }
    while let entry = readdir(handle) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if !name.hasPrefix(".") { names.append(name) }
    }
    return [[]] + names.sorted().map { read("\(path)/\($0)") }
  }

  private static func read(_ path: String) -> [UInt8] {
    guard let file = fopen(path, "r") else { return [] }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 65_536)
    while case let count = fread(&piece, 1, piece.count, file), count > 0 {
      bytes += piece[..<count]
    }
    return bytes
  }
}
