import LMKCore
import LMKLinux

/// A file of the kernel's, read once.
enum SmallFile {
  /// Its text without the last newline; `nil`: it cannot be read.
  static func text(_ path: String) -> String? {
    do {
      let file = try FileDescriptor.open(path: path, .read)
      let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 4096, alignment: 8)
      defer { buffer.deallocate() }
      var bytes: [UInt8] = []
      while case let count = try file.read(into: buffer), count > 0 { bytes += buffer[..<count] }
      if bytes.last == UInt8(ascii: "\n") { bytes.removeLast() }
      return String(decoding: bytes, as: UTF8.self)
    } catch {
      // Whoever asks has words for that.
      return nil
    }
  }
}
