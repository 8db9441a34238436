#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Standard output in whole bytes: names that are no text must come through.
enum StandardOutput {
  /// - Throws: `Failure` if it cannot be written; a reader that has gone (EPIPE) is no failure.
  static func write(_ bytes: [UInt8]) throws(Failure) {
    var done = 0
    while done < bytes.count {
      let written = bytes[done...].withUnsafeBytes { Glibc.write(1, $0.baseAddress, $0.count) }
      if written > 0 {
        done += written
      } else if errno != EINTR {
        if errno == EPIPE { return }
        throw Failure(.system, "writing to standard output failed (errno \(errno))")
      }
    }
  }
}
