import ArgumentParser
import FoundationEssentials
import LMKCore
import LMKEngine
import LMKLinux

/// `lmktop explain PID`: why one process stands where it stands, and what would change that.
struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Say why a process would die or live, row by row, and what would change that.",
    discussion: "Ends with 66 if there is no such process. Nothing is signalled.")

  @Argument(help: ArgumentHelp("The process.", valueName: "pid"))
  var pid: Int32

  @OptionGroup var policyOptions: PolicyOptions
  @OptionGroup var fileOptions: FileOptions

  @Flag(help: "One JSON object (version 1) instead of sentences.")
  var json = false

  func validate() throws {
    if pid < 1 { throw ValidationError("a pid is a number from 1.") }
  }

  func run() throws {
    let folders = UserFolders(environment: ProcessInfo.processInfo.environment)
    let settings = try Settings.load(fileOptions, folders)
    let policy = try Policy(policyOptions, settings)
    let snapshot: Snapshot
    do {
      snapshot = try SingleLook.snapshot(
        EngineConfiguration(
          monitor: policy.monitor, root: policy.root, journalPath: nil, identity: .current()))
    } catch {
      throw Failure(.system, "reading \(policy.root.path): \(error)")
    }
    guard let row = snapshot.rows.first(where: { $0.candidate.key.pid == pid }) else {
      throw Failure(.noInput, "there is no process \(pid) under \(policy.root.path)")
    }
    let text = ExplainText(
      row: row, snapshot: snapshot,
      user: UserNames.read().name(of: row.candidate.uid) ?? "\(row.candidate.uid)")
    do {
      try StandardStream.output.write(json ? text.json : text.sentences)
    } catch {
      throw Failure(.system, "writing to standard output: \(error)")
    }
  }
}
