import LMKCore

/// /proc/pressure/memory:
///
///     some avg10=0.00 avg60=0.00 avg300=0.00 total=0
///     full avg10=0.00 avg60=0.00 avg300=0.00 total=0
public enum PressureParser {
  /// - Parameter bytes: the whole file.
  /// - Returns: `nil` without a whole `some` line. A missing `full` line (the kernel leaves it
  ///   out in some files) is all zeros. O(bytes); allocates nothing.
  public static func parse(_ bytes: UnsafeRawBufferPointer) -> Pressure? {
    var some: Pressure.Line?
    var full: Pressure.Line?
    var index = 0
    while index < bytes.count {
      let name = bytes.word(&index)
      if bytes.equals(name, "some") {
        some = line(bytes, &index)
      } else if bytes.equals(name, "full") {
        full = line(bytes, &index)
      }
      guard bytes.skipLine(&index) else { break }
    }
    return some.map { Pressure(some: $0, full: full ?? Pressure.Line()) }
  }

  private static func line(_ bytes: UnsafeRawBufferPointer, _ index: inout Int) -> Pressure.Line? {
    guard let average10 = share(bytes, &index, "avg10="),
      let average60 = share(bytes, &index, "avg60="),
      let average300 = share(bytes, &index, "avg300="),
      label(bytes, &index, "total="), let total = bytes.unsigned(&index)
    else { return nil }
    return Pressure.Line(
      average10: average10, average60: average60, average300: average300, total: total)
  }

  private static func label(
    _ bytes: UnsafeRawBufferPointer, _ index: inout Int, _ text: StaticString
  ) -> Bool {
    bytes.skipBlanks(&index)
    let end = index + text.utf8CodeUnitCount
    guard end <= bytes.count, bytes.equals(index..<end, text) else { return false }
    index = end
    return true
  }

  /// `12.34`, at most 100.
  private static func share(
    _ bytes: UnsafeRawBufferPointer, _ index: inout Int, _ text: StaticString
  ) -> Float? {
    guard label(bytes, &index, text), let whole = bytes.unsigned(&index), whole <= 100,
      bytes[index] == UInt8(ascii: ".")
    else { return nil }
    index += 1
    let start = index
    guard let fraction = bytes.unsigned(&index), index - start == 2 else { return nil }
    return min(100, Float(whole * 100 + fraction) / 100)
  }
}
