import LMKCore
import LMKLinux

/// Standard output and standard error, in whole bytes: names that are no text must come through.
enum StandardStream: Int32 {
  case output = 1
  case error = 2

  /// - Throws: what write(2) says. A reader that has gone ends the program (SIGPIPE), as for any
  ///   command in a pipe.
  func write(_ bytes: [UInt8]) throws(Errno) {
    let descriptor = FileDescriptor(taking: rawValue)
    do {
      try descriptor.writeAll(bytes)
    } catch {
      _ = descriptor.release()
      throw error
    }
    _ = descriptor.release()
  }
}
