import LMKCore
import LMKLinux
import LMKTrace

/// A recording in a file, of which only what is asked for is read (pread(2)).
public final class FileTraceSource: TraceSource {
  private let file: FileDescriptor

  /// - Throws: what openat(2) says.
  public init(path: String) throws(Errno) { file = try FileDescriptor.open(path: path, .read) }

  /// As large as the file is now: it may still grow.
  public var count: Int { file.bytes }

  public func read(at offset: Int, count: Int) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: max(0, min(count, self.count - offset)))
    var done = 0
    let total = bytes.count
    bytes.withUnsafeMutableBytes { all in
      while done < total {
        let rest = UnsafeMutableRawBufferPointer(rebasing: all[done...])
        // What cannot be read is as if it were not there: whoever asks sees that it is short.
        guard let got = try? file.pread(into: rest, offset: offset + done), got > 0 else { return }
        done += got
      }
    }
    if done < total { bytes.removeLast(total - done) }
    return bytes
  }
}
