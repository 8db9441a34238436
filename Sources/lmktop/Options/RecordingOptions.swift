import ArgumentParser
import LMKCore
import LMKEngine
import LMKLinux
import LMKTrace

/// What is recorded, for the screen, the guard and `lmktop record`.
struct RecordingOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Record all that happens to this file, for 'lmktop replay', 'simulate' and 'report'.",
      discussion: """
        A recording that is there already is renamed FILE.1; any other file is left alone.
        """, valueName: "file"))
  var record: String?

  @Flag(name: .customLong("no-record"), help: "Record nothing, whatever the configuration says.")
  var noRecord = false

  @Option(
    name: .customLong("record-size"),
    help: ArgumentHelp(
      "Begin another file when it is so large; four former ones are kept. Default 256MiB.",
      valueName: "size"))
  var recordSize: String?

  @Flag(help: "Leave names, control groups' paths and host out of the recording.")
  var redact = false

  func validate() throws {
    if let recordSize {
      guard let bytes = Self.bytes(recordSize), bytes >= RecordingSettings.leastSizeLimit else {
        throw ValidationError("--record-size takes a size from 1MiB, such as 64MiB or 2GiB.")
      }
    }
    if record != nil, noRecord {
      throw ValidationError("--record and --no-record exclude each other.")
    }
    if let record, !RecordingSettings.mayBegin(record) {
      throw ValidationError(
        "--record \(record): there is a file that is no recording; it is left alone.")
    }
  }

  /// `nil`: nothing is to be recorded.
  /// - Throws: where the configuration names a file that must be left alone.
  func settings(
    _ policy: Policy, _ settings: Settings
  ) throws(Failure) -> RecordingSettings? {
    // `??` would forget which error it is.
    guard let path = record == nil ? try configured(policy, settings) : record else { return nil }
    let memory: MemoryReading
    do {
      memory = try SingleLook.memory(
        root: policy.root, pageSize: policy.monitor.pageSize, scope: policy.monitor.scope)
    } catch {
      // It was read a moment ago, for the thresholds.
      memory = MemoryReading()
    }
    let info = TraceInfo(
      version: LMKTop.version, host: Host.name,
      kernel: SmallFile.text("/proc/sys/kernel/osrelease") ?? "",
      processors: Host.processorCount, wallOffset: MonotonicClock.wallOffset(),
      secondsFromUTC: Host.utcOffset(), pageSize: policy.monitor.pageSize,
      isRedacted: redact || settings.redacts == true,
      memory: memory, users: UserNames.read().all)
    var recording = RecordingSettings(path: path, info: info)
    recording.sizeLimit =
      recordSize.flatMap(Self.bytes) ?? settings.recordSize ?? recording.sizeLimit
    recording.kept = settings.recordKept ?? recording.kept
    return recording
  }

  /// What the configuration files say; a captured tree is recorded only where that was asked for.
  private func configured(_ policy: Policy, _ settings: Settings) throws(Failure) -> String? {
    guard !noRecord, policy.root.isLive, let entry = settings.recordPath else { return nil }
    guard RecordingSettings.mayBegin(entry.text) else {
      throw entry.defect("'record': there is a file that is no recording; it is left alone").failure
    }
    return entry.text
  }

  private static func bytes(_ text: String) -> Int? {
    // Pages of one byte.
    try? Thresholds.pages(parsing: text, usablePages: 0, pageSize: 1)
  }
}
