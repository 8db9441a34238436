import LMKCore
import LMKLinux

/// Standard output and standard error, in whole bytes: names that are no text must come through.
enum StandardStream: Int32 {
  case output = 1
  case error = 2

  /// - Throws: what write(2) says. A reader that has gone ends the program (SIGPIPE), as for any
  ///   command in a pipe.
  func write(_ bytes: [UInt8]) throws(Errno) {
    var rest = bytes[...]
    while !rest.isEmpty { rest = try rest.dropFirst(FileDescriptor.writeSome(rest, to: rawValue)) }
  }

  /// Opens /dev/null where descriptor 0, 1 or 2 is closed: else the next file that is opened would
  /// become it, and be written into.
  static func fillGaps() throws(Errno) {
    while true {
      let raw = try FileDescriptor.open(path: "/dev/null", .readWrite).release()
      if raw > error.rawValue {
        _ = FileDescriptor(taking: raw)
        return
      }
    }
  }
}

extension FileDescriptor {
  /// One write(2) to a descriptor that is owned elsewhere: how many bytes were taken.
  static func writeSome(_ bytes: ArraySlice<UInt8>, to raw: Int32) throws(Errno) -> Int {
    let descriptor = FileDescriptor(taking: raw)
    let result: Result<Int, Errno> = bytes.withUnsafeBytes { bytes in
      do throws(Errno) {
        return .success(try descriptor.write(bytes))
      } catch {
        return .failure(error)
      }
    }
    _ = descriptor.release()
    return try result.get()
  }
}
