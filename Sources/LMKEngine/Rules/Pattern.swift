import CPCRE

/// A regular expression (PCRE2), compiled once, found anywhere in a text, with a limit on the work
/// of each look: PCRE backtracks, and some of the texts belong to those who are to be killed.
///
/// Texts may hold anything: what is not UTF-8 matches nothing but what is around it does.
public final class Pattern: @unchecked Sendable {
  /// What came of a look.
  public enum Result: Hashable, Sendable {
    case found
    case notFound
    /// The limit was reached before it was known: it counts as not found.
    case gaveUp
  }

  /// Steps of one look; far more than an expression needs that was written with care.
  static let stepLimit: UInt32 = 100_000
  /// Nested groups under way.
  static let depthLimit: UInt32 = 1_000
  /// KiB of memory for one look.
  static let heapLimit: UInt32 = 1_024

  // Both are read only while they are used by one thread each: a match block belongs to a matcher.
  private let code: OpaquePointer

  /// - Throws: what is wrong with it, and where.
  public init(_ text: String) throws(PatternError) {
    var number: Int32 = 0
    var offset = 0
    // `$` is the end, and `.` any character: a name may hold newlines.
    let options =
      UInt32(PCRE2_UTF) | UInt32(PCRE2_MATCH_INVALID_UTF) | UInt32(PCRE2_DOTALL)
      | UInt32(PCRE2_DOLLAR_ENDONLY) | UInt32(PCRE2_NEVER_BACKSLASH_C)
    let bytes = Array(text.utf8)
    let compiled = pcre2_compile_8(bytes, bytes.count, options, &number, &offset, nil)
    guard let compiled else {
      throw PatternError(reason: Self.words(of: number), offset: offset)
    }
    code = compiled
  }

  deinit { pcre2_code_free_8(code) }

  /// One look, with room of its own: for who looks seldom.
  public func isFound(in bytes: [UInt8]) -> Bool {
    guard let matcher = Matcher() else { return false }
    return matcher.find(self, in: bytes) == .found
  }

  private static func words(of number: Int32) -> String {
    var buffer = [UInt8](repeating: 0, count: 256)
    let length = pcre2_get_error_message_8(number, &buffer, buffer.count)
    return length > 0 ? String(decoding: buffer[..<Int(length)], as: UTF8.self) : "error \(number)"
  }

  /// The room that looks of one thread need, and their limits.
  struct Matcher: ~Copyable {
    private let block: OpaquePointer
    private let context: OpaquePointer

    /// `nil`: no memory.
    init?() {
      guard let block = pcre2_match_data_create_8(1, nil) else { return nil }
      guard let context = pcre2_match_context_create_8(nil) else {
        pcre2_match_data_free_8(block)
        return nil
      }
      pcre2_set_match_limit_8(context, Pattern.stepLimit)
      pcre2_set_depth_limit_8(context, Pattern.depthLimit)
      pcre2_set_heap_limit_8(context, Pattern.heapLimit)
      self.block = block
      self.context = context
    }

    deinit {
      pcre2_match_context_free_8(context)
      pcre2_match_data_free_8(block)
    }

    /// Bounded by the limits, whatever the text.
    func find(_ pattern: Pattern, in bytes: [UInt8]) -> Result {
      let result = pcre2_match_8(pattern.code, bytes, bytes.count, 0, 0, block, context)
      if result >= 0 { return .found }
      return result == PCRE2_ERROR_NOMATCH ? .notFound : .gaveUp
    }
  }
}

/// What is wrong with an expression.
public struct PatternError: Error, Hashable, Sendable, CustomStringConvertible {
  /// PCRE's own words.
  public var reason: String
  /// Bytes from the beginning.
  public var offset: Int

  public var description: String { "\(reason), at character \(offset + 1)" }
}
