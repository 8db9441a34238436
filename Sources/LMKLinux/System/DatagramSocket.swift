import CLinux
import LMKCore

/// A way to somebody who takes datagrams at a socket in the file system, such as journald.
public struct DatagramSocket: ~Copyable {
  private let descriptor: FileDescriptor

  /// socket(2), connect(2).
  /// - Throws: ENOENT or ECONNREFUSED if nobody is there, EACCES, ENAMETOOLONG.
  public init(path: String) throws(Errno) {
    descriptor = FileDescriptor(taking: try System.check(lmk_datagram_connect(path)))
  }

  /// Sends one datagram, or nothing (sendmsg(2)). Never waits.
  /// - Throws: EAGAIN when the other side does not keep up; ECONNREFUSED or ENOTCONN when it has
  ///   gone; EMSGSIZE.
  public func send(_ bytes: [UInt8]) throws(Errno) {
    try System.check(
      bytes.span.bytes.withUnsafeBytes {
        lmk_datagram_send(descriptor.raw, $0.baseAddress, $0.count)
      })
  }
}
