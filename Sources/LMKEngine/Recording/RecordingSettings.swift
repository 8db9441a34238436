import LMKLinux
import LMKTrace

/// What is recorded, and where to.
public struct RecordingSettings: Sendable {
  public static let usualSizeLimit = 256 * 1_048_576
  public static let leastSizeLimit = 1_048_576
  public static let usualKept = 4

  public var path: String
  public var info: TraceInfo
  /// Bytes of one file; then it becomes `path.1`, and a new one begins.
  public var sizeLimit = usualSizeLimit
  /// So many former files are kept beside it.
  public var kept = usualKept
  /// Bytes that may wait for the thread: 45,000 events of processes at rest, or about two seconds of
  /// a shortage among 8,000 while a disk holds the thread up.
  public var queueBytes = 524_288

  /// Whether it could be begun here: nothing bears the name, or a recording does, which is renamed.
  public static func mayBegin(_ path: String) -> Bool {
    do {
      _ = try FileDescriptor.open(path: path, .read)
      return TraceFileWriter.isRecording(path)
    } catch {
      return true
    }
  }

  public init(path: String, info: TraceInfo) {
    self.path = path
    self.info = info
  }
}
