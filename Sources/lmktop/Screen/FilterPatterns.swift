import LMKCore
import LMKEngine
import LMKScreen

extension PatternCompiler {
  /// PCRE2 with the limits of the rules: a filter is typed by the operator, but names are written by
  /// those who are to be killed.
  static let pcre = PatternCompiler { text in
    let pattern: Pattern
    do {
      pattern = try Pattern(text)
    } catch {
      return .refused("\(error)")
    }
    guard let look = PatternLook(pattern) else { return .refused("no memory for it") }
    return .matcher { look.isFound(in: $0.bytes) }
  }
}
