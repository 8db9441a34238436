import LMKCore
import LMKEngine

/// A guard's configuration, at the start and again at each SIGHUP.
struct GuardConfiguration {
  private var source: ConfigurationSource

  init(
    policyOptions: PolicyOptions, engineOptions: EngineOptions, fileOptions: FileOptions,
    folders: UserFolders
  ) {
    source = ConfigurationSource(
      policyOptions: policyOptions, engineOptions: engineOptions, fileOptions: fileOptions,
      folders: folders)
  }

  /// The scope that the engine runs in; `nil`: it does not run yet.
  var scope: Scope? {
    get { source.scope }
    set { source.scope = newValue }
  }

  /// - Throws: the first defect, with file and line; nothing of what was read counts then.
  func read() throws(Failure) -> (configuration: EngineConfiguration, remarks: [String]) {
    var (configuration, remarks) = try source.read()
    configuration.front = .service
    configuration.monitor.noRelief = .pause(GuardCommand.pause)
    return (configuration, remarks)
  }
}
