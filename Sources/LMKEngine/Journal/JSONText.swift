/// Writes JSON (RFC 8259) into a byte buffer: for journal lines, where Foundation's encoder would
/// cost more resident memory than the whole program.
///
///     var text = JSONText()
///     text.object { $0["pid"] = .number(4711); $0["name"] = .string("a \"b\"") }
public struct JSONText {
  public private(set) var bytes: [UInt8] = []
  private var needsComma = false

  public init() {}

  public var string: String { String(decoding: bytes, as: UTF8.self) }

  /// `{ … }`; the members are written by `body`.
  public mutating func object(_ body: (inout JSONText) -> Void) {
    enclosed("{", "}", body)
  }

  /// `[ … ]`; the elements are written by `body`.
  public mutating func array(_ body: (inout JSONText) -> Void) {
    enclosed("[", "]", body)
  }

  /// Begins a member of an object; its value must follow.
  public mutating func name(_ name: StaticString) {
    separate()
    quote(name.description)
    bytes.append(UInt8(ascii: ":"))
    needsComma = false
  }

  public mutating func value(_ number: some BinaryInteger) { plain(String(number)) }
  public mutating func value(_ flag: Bool) { plain(flag ? "true" : "false") }
  public mutating func null() { plain("null") }

  public mutating func value(_ text: String) {
    separate()
    quote(text)
  }

  public mutating func field(_ name: StaticString, _ number: some BinaryInteger) {
    self.name(name)
    value(number)
  }

  public mutating func field(_ name: StaticString, _ number: (some BinaryInteger)?) {
    self.name(name)
    if let number { value(number) } else { null() }
  }

  public mutating func field(_ name: StaticString, _ flag: Bool) {
    self.name(name)
    value(flag)
  }

  public mutating func field(_ name: StaticString, _ text: String) {
    self.name(name)
    value(text)
  }

  /// A share of hundred with two decimals, as the kernel says it; it may be rounded.
  /// `nil`: null.
  public mutating func field(_ name: StaticString, _ text: String?) {
    if let text { field(name, text) } else { field(name, Int?.none) }
  }

  public mutating func field(_ name: StaticString, percent: Float) {
    self.name(name)
    let hundredths = percent.isFinite ? Int((min(max(percent, 0), 100) * 100).rounded()) : 0
    let rest = hundredths % 100
    plain("\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest)")
  }

  // MARK: Bytes

  private mutating func enclosed(
    _ open: Unicode.Scalar, _ close: Unicode.Scalar, _ body: (inout JSONText) -> Void
  ) {
    separate()
    bytes.append(UInt8(ascii: open))
    needsComma = false
    body(&self)
    bytes.append(UInt8(ascii: close))
    needsComma = true
  }

  private mutating func separate() {
    if needsComma { bytes.append(UInt8(ascii: ",")) }
    needsComma = true
  }

  private mutating func plain(_ text: String) {
    separate()
    bytes.append(contentsOf: text.utf8)
  }

  private mutating func quote(_ text: String) {
    bytes.append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""): bytes.append(contentsOf: #"\""#.utf8)
      case UInt8(ascii: "\\"): bytes.append(contentsOf: #"\\"#.utf8)
      case UInt8(ascii: "\n"): bytes.append(contentsOf: #"\n"#.utf8)
      case UInt8(ascii: "\t"): bytes.append(contentsOf: #"\t"#.utf8)
      case 0..<0x20, 0x7F:
        let hex = String(byte, radix: 16)
        bytes.append(contentsOf: (hex.utf8.count == 1 ? #"\u000"# : #"\u00"#).utf8)
        bytes.append(contentsOf: hex.utf8)
      default: bytes.append(byte)
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }
}
