import LMKCore
import LMKEngine

/// Where a configuration comes from: at the start, and again whenever it is asked for.
struct ConfigurationSource {
  let policyOptions: PolicyOptions
  let engineOptions: EngineOptions
  let fileOptions: FileOptions
  let folders: UserFolders
  /// The scope that the engine runs in; `nil`: it does not run yet.
  var scope: Scope?

  /// Reads the files, and lays the options over them.
  ///
  /// - Throws: the first defect, with file and line; nothing of what was read counts then.
  func read() throws(Failure) -> (configuration: EngineConfiguration, remarks: [String]) {
    let settings = try Settings.load(fileOptions, folders)
    let policy = try Policy(policyOptions, settings)
    if let scope, policy.monitor.scope != scope {
      throw Failure(.configuration, "the scope is \(scope.words) until lmktop is started anew")
    }
    return (try engineOptions.configuration(policy, settings, folders), policy.remarks)
  }
}
