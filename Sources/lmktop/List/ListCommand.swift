import ArgumentParser
import FoundationEssentials
import LMKCore
import LMKEngine
import LMKLinux
import LMKOpinions

/// `lmktop list`: one look, printed.
struct ListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "Print the kill order once, to standard output.")

  @OptionGroup var policyOptions: PolicyOptions
  @OptionGroup var fileOptions: FileOptions

  @Flag(help: "One JSON object (version 1) instead of a table.")
  var json = false

  @Option(help: ArgumentHelp("At most so many candidates.", valueName: "n"))
  var limit: Int?

  func validate() throws {
    if let limit, limit < 0 {
      throw ValidationError("--limit takes a number that is not negative.")
    }
  }

  func run() throws {
    let folders = UserFolders(environment: ProcessInfo.processInfo.environment)
    let settings = try Settings.load(fileOptions, folders)
    let policy = try Policy(policyOptions, settings)
    let identity = Identity.current()
    let snapshot: Snapshot
    do {
      snapshot = try SingleLook.snapshot(
        EngineConfiguration(
          monitor: policy.monitor, root: policy.root, journalPath: nil, identity: identity))
    } catch {
      throw Failure(.system, "reading \(policy.root.path): \(error)")
    }
    let count = min(limit ?? .max, snapshot.candidateCount)
    let output =
      json
      ? ListJSON(
        snapshot: snapshot, limit: count, remarks: policy.remarks, preset: policy.preset,
        opinions: opinions(snapshot, policy)
      ).text
      : ListTable(
        snapshot: snapshot, limit: count, users: UserNames.read(), remarks: policy.remarks
      ).text
    do {
      try StandardStream.output.write(output)
    } catch {
      throw Failure(.system, "writing to standard output: \(error)")
    }
  }

  private func opinions(_ snapshot: Snapshot, _ policy: Policy) -> [Opinion] {
    let survey = Survey(
      root: policy.root, pageSize: policy.monitor.pageSize, leavesOut: policy.monitor.ownPid)
    return [TableOpinion.opinion(of: snapshot, ownPid: policy.monitor.ownPid)] + survey.opinions()
  }
}
