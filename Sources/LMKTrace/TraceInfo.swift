import LMKCore

/// What a recording is of: all that a reader elsewhere and later needs to know.
public struct TraceInfo: Hashable, Sendable, Recordable {
  /// Of lmktop.
  public var version: String
  /// Empty if names were left out.
  public var host: String
  /// As uname(2) says.
  public var kernel: String
  public var processors: Int
  /// To be added to a moment to get nanoseconds since 1970, when it was begun.
  public var wallOffset: Int64
  /// East of Greenwich.
  public var secondsFromUTC: Int
  public var pageSize: Int
  public var isRedacted: Bool
  /// The memory when it was begun: totals, and what shares of it are taken of.
  public var memory: MemoryReading
  /// By user id, of those who have a name; none if names were left out.
  public var users: [UInt32: String]

  public init(
    version: String, host: String, kernel: String, processors: Int, wallOffset: Int64,
    secondsFromUTC: Int, pageSize: Int, isRedacted: Bool, memory: MemoryReading,
    users: [UInt32: String]
  ) {
    self.version = version
    self.host = isRedacted ? "" : host
    self.kernel = kernel
    self.processors = processors
    self.wallOffset = wallOffset
    self.secondsFromUTC = secondsFromUTC
    self.pageSize = pageSize
    self.isRedacted = isRedacted
    self.memory = memory
    self.users = isRedacted ? [:] : users
  }

  public func write(to writer: inout ByteWriter) {
    writer.put(version)
    writer.put(host)
    writer.put(kernel)
    writer.put(processors)
    writer.put(word: UInt64(bitPattern: wallOffset))
    writer.put(secondsFromUTC)
    writer.put(pageSize)
    writer.put(isRedacted)
    writer.put(memory)
    writer.put(number: UInt64(users.count))
    for user in users.keys.sorted() {
      writer.put(user)
      writer.put(users[user] ?? "")
    }
  }

  public init(from reader: inout ByteReader) throws(RecordDefect) {
    version = try reader.read()
    host = try reader.read()
    kernel = try reader.read()
    processors = try reader.read()
    wallOffset = Int64(bitPattern: try reader.word())
    secondsFromUTC = try reader.read()
    pageSize = try reader.read()
    isRedacted = try reader.read()
    memory = try reader.read()
    users = [:]
    for _ in 0..<(try reader.count(upTo: 1 << 20)) {
      let user: UInt32 = try reader.read()
      users[user] = try reader.read(String.self)
    }
    let hours = 15 * 3600
    guard (512...1_048_576).contains(pageSize), (-hours...hours).contains(secondsFromUTC),
      wallOffset.magnitude < 1 << 61
    else { throw .invalid }
  }
}
