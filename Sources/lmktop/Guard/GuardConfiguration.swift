import LMKCore
import LMKEngine

/// Where a guard's configuration comes from, at the start and again at each SIGHUP.
struct GuardConfiguration {
  let policyOptions: PolicyOptions
  let engineOptions: EngineOptions
  let fileOptions: FileOptions
  let folders: UserFolders

  /// Reads the files, and lays the options over them.
  ///
  /// - Throws: the first defect, with file and line; nothing of what was read counts then.
  func read() throws(Failure) -> (configuration: EngineConfiguration, remarks: [String]) {
    let settings = try Settings.load(fileOptions, folders)
    let policy = try Policy(policyOptions, settings)
    var configuration = engineOptions.configuration(policy, settings, folders)
    configuration.front = .service
    configuration.monitor.noRelief = .pause(GuardCommand.pause)
    return (configuration, policy.remarks)
  }
}
