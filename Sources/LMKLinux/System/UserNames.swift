import LMKCore

/// The names of users, from /etc/passwd, read by hand: getpwuid(3) loads plug-ins, which a static
/// executable cannot.
public struct UserNames: Sendable {
  private var names: [UInt32: String] = [:]

  /// By uid.
  public var all: [UInt32: String] { names }

  /// Knows nobody.
  public init() {}

  /// - Parameter contents: lines `name:password:uid:…`. Others are passed over; of several names
  ///   of one uid the first counts, as for getpwuid(3).
  public init(contents: [UInt8]) {
    for line in contents.split(separator: UInt8(ascii: "\n")) {
      let fields = line.split(
        separator: UInt8(ascii: ":"), maxSplits: 3, omittingEmptySubsequences: false)
      guard fields.count >= 3, !fields[0].isEmpty,
        let uid = UInt32(String(decoding: fields[2], as: UTF8.self)), names[uid] == nil
      else { continue }
      names[uid] = String(decoding: fields[0], as: UTF8.self)
    }
  }

  /// Reads the file; nobody is known if it cannot be read, and users are shown by number.
  public static func read(path: String = "/etc/passwd") -> UserNames {
    do {
      let file = try FileDescriptor.open(path: path, .read)
      var buffer = RawBuffer(capacity: 16 * 1024)
      try buffer.fill(from: file, upTo: 16 << 20)
      return UserNames(contents: Array(buffer.contents))
    } catch {
      return UserNames()
    }
  }

  /// Not filtered for a terminal.
  public func name(of uid: UInt32) -> String? { names[uid] }
}
