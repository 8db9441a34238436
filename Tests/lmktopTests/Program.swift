import Foundation
import LMKTestSupport

/// Runs of the built program, from start to end, with an empty home.
enum Program {
  static func run(_ arguments: String...) throws -> FinishedCommand { try run(arguments) }

  /// - Parameter environment: on top of the empty home.
  static func run(
    _ arguments: [String], environment: [String: String] = [:]
  ) throws -> FinishedCommand {
    try FinishedCommand.run(
      Built.path("lmktop"), arguments,
      environment: ["PATH": "/usr/bin:/bin", "HOME": "/nonexistent", "TERM": "xterm"]
        .merging(environment) { $1 })
  }
}

/// The programs that stand beside the one that runs the tests.
enum Built {
  static func path(_ name: String) -> String {
    URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
      .appending(path: name).path
  }
}

/// The same for a test that waits.
func withTemporaryFolder<Result>(_ body: (URL) async throws -> Result) async throws -> Result {
  let folder = FileManager.default.temporaryDirectory
    .appending(path: "lmktop-test-\(UUID().uuidString.prefix(8))")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }  // in the temporary folder
  return try await body(folder)
}

/// A folder for one test, removed behind it.
func withTemporaryFolder<Result>(_ body: (URL) throws -> Result) throws -> Result {
  let folder = FileManager.default.temporaryDirectory
    .appending(path: "lmktop-test-\(UUID().uuidString.prefix(8))")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }  // in the temporary folder
  return try body(folder)
}
