import Foundation

/// A run of the built program, from its start to its end.
struct Program {
  var status: Int32
  var output: Data
  var errors: String

  var text: String { String(decoding: output, as: UTF8.self) }

  static func run(_ arguments: String...) throws -> Program { try run(arguments) }

  /// - Parameter environment: on top of an empty home.
  static func run(
    _ arguments: [String], environment: [String: String] = [:]
  ) throws -> Program {
    let process = Process()
    process.executableURL = URL(filePath: Built.path("lmktop"))
    process.arguments = arguments
    process.environment = ["PATH": "/usr/bin:/bin", "HOME": "/nonexistent", "TERM": "xterm"].merging(
      environment) { $1 }
    let output = Pipe()
    let errors = Pipe()
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = output
    process.standardError = errors
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    let complaint = errors.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return Program(
      status: process.terminationStatus, output: data,
      errors: String(decoding: complaint, as: UTF8.self))
  }
}

/// A folder for one test, removed behind it.
func withTemporaryFolder<Result>(_ body: (URL) throws -> Result) throws -> Result {
  let folder = FileManager.default.temporaryDirectory
    .appending(path: "lmktop-test-\(UUID().uuidString.prefix(8))")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }  // in the temporary folder
  return try body(folder)
}
