/// The bytes of a path such as `4711/statm`, built in place: a String would cost 150 times as much.
struct ProcPath: ~Copyable {
  /// Ten digits, a slash, the longest name, a NUL.
  private static let capacity = 48
  private let memory: UnsafeMutablePointer<CChar>

  init() {
    memory = .allocate(capacity: Self.capacity)
    memory.initialize(repeating: 0, count: Self.capacity)
  }

  deinit { memory.deallocate() }

  /// Ends with a NUL; valid until the next `set`.
  var bytes: UnsafePointer<CChar> { UnsafePointer(memory) }

  /// `PID`.
  func set(_ pid: Int32) { memory[digits(of: pid)] = 0 }

  /// `PID/NAME`.
  func set(_ pid: Int32, _ name: StaticString) {
    var end = digits(of: pid)
    precondition(end + 1 + name.utf8CodeUnitCount < Self.capacity)
    memory[end] = CChar(UInt8(ascii: "/"))
    end += 1
    memory.advanced(by: end).update(from: name.cString, count: name.utf8CodeUnitCount)
    memory[end + name.utf8CodeUnitCount] = 0
  }

  /// Writes the digits and returns how many there are.
  private func digits(of pid: Int32) -> Int {
    var value = UInt32(max(pid, 0))
    var length = 1
    var rest = value / 10
    while rest > 0 {
      length += 1
      rest /= 10
    }
    for index in stride(from: length - 1, through: 0, by: -1) {
      memory[index] = CChar(48 + value % 10)
      value /= 10
    }
    return length
  }
}
