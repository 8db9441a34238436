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
    if let record, !RecordingSettings.mayBegin(record) {
      throw ValidationError(
        "--record \(record): there is a file that is no recording; it is left alone.")
    }
  }

  /// `nil`: nothing is to be recorded.
  func settings(_ policy: Policy) -> RecordingSettings? {
    guard let record else { return nil }
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
      secondsFromUTC: Host.utcOffset(), pageSize: policy.monitor.pageSize, isRedacted: redact,
      memory: memory, users: UserNames.read().all)
    var settings = RecordingSettings(path: record, info: info)
    settings.sizeLimit = recordSize.flatMap(Self.bytes) ?? settings.sizeLimit
    return settings
  }

  private static func bytes(_ text: String) -> Int? {
    // Pages of one byte.
    try? Thresholds.pages(parsing: text, usablePages: 0, pageSize: 1)
  }
}
