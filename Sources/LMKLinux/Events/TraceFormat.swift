/// The layout of a tracepoint's records: the file `format` in its tracefs folder.
///
///     name: oom_score_adj_update
///     ID: 611
///     format:
///     	field:pid_t pid;	offset:8;	size:4;	signed:1;
///     	field:char comm[16];	offset:12;	size:16;	signed:0;
///     	field:__data_loc char[] comm;	offset:12;	size:4;	signed:0;
///
/// Offsets and sizes differ between kernels (adj is a `short` here and an `int` there), so nothing
/// is taken for granted but the names.
public struct TraceFormat: Hashable, Sendable {
  public struct Field: Hashable, Sendable {
    public var offset: Int
    public var size: Int
    public var isSigned: Bool
    /// `__data_loc`: four bytes that say where in the record the text stands.
    public var isElsewhere: Bool

    public init(offset: Int, size: Int, isSigned: Bool, isElsewhere: Bool) {
      self.offset = offset
      self.size = size
      self.isSigned = isSigned
      self.isElsewhere = isElsewhere
    }
  }

  /// What `common_type` of its records says, and perf_event_open(2) wants.
  public var id: UInt64
  private var fields: [String: Field]

  public func field(_ name: String) -> Field? { fields[name] }

  /// Lines that do not end with a newline do not count. Lines of another form are passed over.
  /// - Returns: `nil` without an ID.
  public init?(_ bytes: [UInt8]) {
    guard let last = bytes.lastIndex(of: UInt8(ascii: "\n")) else { return nil }
    var id: UInt64?
    fields = [:]
    for line in bytes[..<last].split(separator: UInt8(ascii: "\n")) {
      let text = String(decoding: line, as: UTF8.self)
      if text.hasPrefix("ID: ") {
        id = UInt64(text.dropFirst(4))
      } else if let (name, field) = Self.field(in: text) {
        fields[name] = field
      }
    }
    guard let id else { return nil }
    self.id = id
  }

  private static func field(in line: String) -> (String, Field)? {
    var values: [Substring: Substring] = [:]
    for part in line.split(separator: ";") {
      let pair = part.drop { $0 == "\t" || $0 == " " }.split(separator: ":", maxSplits: 1)
      if pair.count == 2 { values[pair[0]] = pair[1] }
    }
    guard let declaration = values["field"], let offset = values["offset"].flatMap({ Int($0) }),
      let size = values["size"].flatMap({ Int($0) }), let signed = values["signed"],
      (0...65536).contains(offset), (0...65536).contains(size),
      let name = declaration.split(separator: " ").last?.prefix(while: { $0 != "[" })
    else { return nil }
    return (
      String(name),
      Field(
        offset: offset, size: size, isSigned: signed == "1",
        isElsewhere: declaration.hasPrefix("__data_loc "))
    )
  }
}

extension TraceFormat.Field {
  /// The number in a record, of 1, 2, 4 or 8 bytes; `nil` if it is cut off, or of another size.
  func integer(in bytes: UnsafeRawBufferPointer) -> Int64? {
    switch (size, isSigned) {
    case (1, true): bytes.native(Int8.self, at: offset).map(Int64.init)
    case (1, false): bytes.native(UInt8.self, at: offset).map(Int64.init)
    case (2, true): bytes.native(Int16.self, at: offset).map(Int64.init)
    case (2, false): bytes.native(UInt16.self, at: offset).map(Int64.init)
    case (4, true): bytes.native(Int32.self, at: offset).map(Int64.init)
    case (4, false): bytes.native(UInt32.self, at: offset).map(Int64.init)
    case (8, _): bytes.native(Int64.self, at: offset)
    default: nil
    }
  }

  /// The bytes of a text in a record, up to a NUL or its end; `nil` if it is cut off.
  func text(in bytes: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer? {
    var start = offset
    var length = size
    if isElsewhere {
      guard size == 4, let place = bytes.native(UInt32.self, at: offset) else { return nil }
      start = Int(place & 0xffff)
      length = Int(place >> 16)
    }
    guard start + length <= bytes.count else { return nil }
    let all = UnsafeRawBufferPointer(rebasing: bytes[start..<(start + length)])
    return UnsafeRawBufferPointer(rebasing: all.prefix { $0 != 0 })
  }
}
