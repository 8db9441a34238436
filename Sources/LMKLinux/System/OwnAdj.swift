import LMKCore

/// This program's own `oom_score_adj`: how likely the kernel's killer takes it.
public struct OwnAdj: Hashable, Sendable {
  /// As far down as lmktop goes. −1000 would exempt it for ever, and a killer that has gone wrong
  /// must be mortal.
  public static let lowest: OOMScoreAdj = -999

  private static let path = "/proc/self/oom_score_adj"

  public let adj: OOMScoreAdj

  /// As it is now.
  public static func current() throws(Errno) -> OwnAdj {
    let file = try FileDescriptor.open(path: path, .read)
    var buffer = RawBuffer(capacity: 16)
    try buffer.fill(from: file, upTo: 16)
    var index = 0
    guard let value = buffer.contents.signed(&index), let adj = OOMScoreAdj(value) else {
      throw .inputOutput
    }
    return OwnAdj(adj: adj)
  }

  /// Lowers it to −999, and returns what it was before. Whoever started lmktop may have put it
  /// lower still: then it stays.
  /// - Throws: EACCES without CAP_SYS_RESOURCE; nothing has changed then.
  public static func lower() throws(Errno) -> OwnAdj {
    let before = try current()
    if before.adj > lowest { try write(lowest) }
    return before
  }

  /// Gives it back what it had. It was higher, and going up is always allowed.
  public func restore() throws(Errno) { try Self.write(adj) }

  private static func write(_ adj: OOMScoreAdj) throws(Errno) {
    let file = try FileDescriptor.open(path: path, .readWrite)
    try file.writeAll(Array("\(adj.rawValue)\n".utf8))
  }
}
