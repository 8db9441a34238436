import CLinux
import LMKCore

/// What a call of CLinux returned: −errno, or its result.
enum System {
  @discardableResult @inline(__always)
  static func check(_ result: Int32) throws(Errno) -> Int32 {
    guard result >= 0 else { throw Errno(-result) }
    return result
  }

  @discardableResult @inline(__always)
  static func check(_ result: Int64) throws(Errno) -> Int {
    guard result >= 0 else { throw Errno(Int32(truncatingIfNeeded: -result)) }
    return Int(result)
  }
}

extension Errno {
  /// EFBIG.
  static let tooLarge = Errno(27)
}

extension StaticString {
  /// The text as C sees it: a static string ends with a NUL. Traps for a single scalar.
  @inline(__always)
  var cString: UnsafePointer<CChar> {
    UnsafeRawPointer(utf8Start).assumingMemoryBound(to: CChar.self)
  }
}
