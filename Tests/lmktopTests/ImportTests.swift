import Foundation
import Testing

/// The table of rooms, held by reading the import lines.
@Suite("Imports")
struct ImportTests {
  private static let table: [String: Set<String>] = [
    "LMKCore": [],
    "LMKLinux": ["LMKCore", "CLinux"],
    "LMKTrace": ["LMKCore", "CZstd"],
    "LMKEngine": ["LMKCore", "LMKLinux", "LMKTrace", "Synchronization", "CPCRE"],
    "LMKOpinions": ["LMKCore"],
    "LMKScreen": ["LMKCore"],
    "LMKCurses": ["LMKScreen", "CNcurses"],
    "lmktop": [
      "LMKCore", "LMKLinux", "LMKTrace", "LMKEngine", "LMKOpinions", "LMKScreen", "LMKCurses",
      "ArgumentParser", "FoundationEssentials",
    ],
    "lmkbench": ["LMKCore", "LMKLinux", "LMKTrace", "LMKEngine", "LMKScreen", "CBench"],
  ]

  private static let root = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  private func sources(_ room: String) throws -> [URL] {
    let folder = Self.root.appending(path: "Sources/\(room)")
    let files = try #require(
      FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil))
    return files.compactMap { $0 as? URL }.filter { $0.pathExtension == "swift" }
  }

  private func imports(_ file: URL) throws -> [String] {
    try String(contentsOf: file, encoding: .utf8).split(separator: "\n").compactMap { line in
      let words = line.split(separator: " ")
      guard let place = words.firstIndex(of: "import"), place < 3,
        words[..<place].allSatisfy({ $0.hasPrefix("@") || ["public", "internal"].contains($0) })
      else { return nil }
      // `import struct Module.Type`
      return words.last?.split(separator: ".").first.map(String.init)
    }
  }

  @Test("Every room imports only what the table allows", arguments: table.keys.sorted())
  func rooms(room: String) throws {
    let files = try sources(room)
    #expect(!files.isEmpty)
    for file in files {
      for name in try imports(file) where Self.table[room]?.contains(name) != true {
        Issue.record("\(room)/\(file.lastPathComponent) imports \(name)")
      }
    }
  }

  @Test("There is no room that the table does not know")
  func noOtherRoom() throws {
    let rooms = try FileManager.default.contentsOfDirectory(
      atPath: Self.root.appending(path: "Sources").path)
    #expect(Set(rooms) == Set(Self.table.keys).union(["CLinux", "CNcurses", "CPCRE", "CZstd", "CBench"]))
  }

  /// The folders of LMKLinux reach into each other through `System/`, and `Kill/` reads a start time
  /// through `Proc/`: that is what binds a pidfd to its process.
  @Test("In LMKLinux, System stands below the others; Proc, Events and Kill hardly know another")
  func foldersOfLinux() throws {
    for file in try sources("LMKLinux") {
      let text = try String(contentsOf: file, encoding: .utf8)
      let path = file.path
      let sources = ["ProcConnector", "Tracepoints", "PressureTrigger", "KernelLog"]
      let forbidden =
        path.contains("/System/")
        ? ["ProcRoot", "ProcessReader", "TargetTable", "KillProbe"] + sources
        : path.contains("/Proc/")
          ? ["TargetTable", "KillProbe"] + sources
          : path.contains("/Events/")
            ? ["ProcRoot", "ProcessReader", "TargetTable", "KillProbe"] : sources
      for name in forbidden where text.contains(name) {
        Issue.record("\(file.lastPathComponent) names \(name)")
      }
    }
  }

  @Test("No file is longer than about 300 lines")
  func lengths() throws {
    for room in Self.table.keys {
      for file in try sources(room) where !file.lastPathComponent.contains("+Table") {
        let lines = try String(contentsOf: file, encoding: .utf8).split(
          separator: "\n", omittingEmptySubsequences: false)
        if file.lastPathComponent == "ShippedThemes.swift" { continue }
        if lines.count > 330 { Issue.record("\(file.lastPathComponent): \(lines.count) lines") }
      }
    }
  }
}
