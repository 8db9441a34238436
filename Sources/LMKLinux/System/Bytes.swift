/// Reading numbers and words out of bytes that may say anything.
///
/// Every function moves `index` forward, never beyond the end, and traps on no input. A number
/// counts only if the byte behind it is there too: what was cut is not a smaller number.
extension UnsafeRawBufferPointer {
  /// Passes spaces and tabs.
  @inline(__always)
  func skipBlanks(_ index: inout Int) {
    while index < count, self[index] == 0x20 || self[index] == 0x09 { index += 1 }
  }

  /// Passes everything up to and with the next newline; `false` if there is none.
  @inline(__always) @discardableResult
  func skipLine(_ index: inout Int) -> Bool {
    while index < count {
      index += 1
      if self[index - 1] == 0x0A { return true }
    }
    return false
  }

  /// Passes one word (bytes above a space), and gives its place.
  @inline(__always)
  func word(_ index: inout Int) -> Range<Int> {
    let start = index
    while index < count, self[index] > 0x20 { index += 1 }
    return start..<index
  }

  /// A decimal number and nothing else up to a byte that is no digit, which must be there. `nil`,
  /// with the digits passed, if there are none, if it is cut off, or if it is above `UInt64.max`.
  @inline(__always)
  func unsigned(_ index: inout Int) -> UInt64? {
    let start = index
    var value: UInt64 = 0
    var fits = true
    while index < count, case let digit = self[index] &- 0x30, digit < 10 {
      let (tens, over) = value.multipliedReportingOverflow(by: 10)
      let (sum, carried) = tens.addingReportingOverflow(UInt64(digit))
      fits = fits && !over && !carried
      value = sum
      index += 1
    }
    return index > start && index < count && fits ? value : nil
  }

  /// As `unsigned`, with an optional minus; `nil` outside `Int`.
  @inline(__always)
  func signed(_ index: inout Int) -> Int? {
    guard index < count, self[index] == 0x2D else {
      return unsigned(&index).flatMap(Int.init(exactly:))
    }
    index += 1
    return unsigned(&index).flatMap(Int.init(exactly:)).map { -$0 }
  }

  /// As `unsigned`, blanks before it passed, limited to `Int`.
  @inline(__always)
  func pages(_ index: inout Int) -> Int? {
    skipBlanks(&index)
    return unsigned(&index).flatMap(Int.init(exactly:))
  }

  /// As `pages`, and a blank or the end of the line must follow.
  @inline(__always)
  func wholePages(_ index: inout Int) -> Int? {
    guard let pages = pages(&index), self[index] <= 0x20 else { return nil }
    return pages
  }

  /// Whether the bytes in `range` are exactly `text`.
  @inline(__always)
  func equals(_ range: Range<Int>, _ text: StaticString) -> Bool {
    guard range.count == text.utf8CodeUnitCount else { return false }
    let start = text.utf8Start
    for offset in 0..<range.count where self[range.lowerBound + offset] != start[offset] {
      return false
    }
    return true
  }
}
