/// Datagrams of the proc connector, laid out by hand as `<linux/cn_proc.h>` has them.
struct ConnectorDatagram {
  var what: UInt32
  var cpu: UInt32 = 1
  var sequence: UInt32 = 7
  var time: UInt64 = 123_456_789
  /// The union, by words; filled up to the 24 bytes that every message has.
  var words: [UInt32]
  var index: UInt32 = 1
  var value: UInt32 = 1

  static func fork(parent: UInt32, thread: UInt32, process: UInt32) -> Self {
    Self(what: 1, words: [parent + 1, parent, thread, process])
  }
  static func exec(thread: UInt32, process: UInt32) -> Self {
    Self(what: 2, words: [thread, process])
  }
  static func user(thread: UInt32, process: UInt32, real: UInt32, effective: UInt32) -> Self {
    Self(what: 4, words: [thread, process, real, effective])
  }
  static func exit(thread: UInt32, process: UInt32, status: UInt32) -> Self {
    Self(what: 0x8000_0000, words: [thread, process, status, 17, 1, 1])
  }
  static func name(thread: UInt32, process: UInt32, _ name: [UInt8]) -> Self {
    var words = [thread, process, 0, 0, 0, 0]
    for (index, byte) in name.prefix(16).enumerated() {
      words[2 + index / 4] |= UInt32(byte) << (8 * UInt32(index % 4))
    }
    return Self(what: 0x200, words: words)
  }

  /// - Parameter payload: bytes of proc_event; 40 from every kernel so far.
  func bytes(payload: Int = 40) -> [UInt8] {
    var bytes: [UInt8] = []
    func put<Number: FixedWidthInteger>(_ number: Number) {
      withUnsafeBytes(of: number) { bytes += $0 }
    }
    put(UInt32(36 + payload))
    put(UInt16(3))
    put(UInt16(0))
    put(sequence)
    put(UInt32(0))
    put(index)
    put(value)
    put(sequence)
    put(UInt32(0))
    put(UInt16(payload))
    put(UInt16(0))
    put(what)
    put(cpu)
    put(time)
    for index in 0..<6 { put(index < words.count ? words[index] : 0) }
    while bytes.count < 36 + payload { bytes.append(0) }
    return Array(bytes.prefix(36 + payload))
  }
}
