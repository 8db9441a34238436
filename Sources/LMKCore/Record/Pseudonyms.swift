/// Other names for names: the same for the same, so that what belongs together still does, and
/// nothing that leads back. The hash is keyed by a random number that this run of the program alone
/// knows (Swift's `Hasher`), and that is written nowhere.
public struct Pseudonyms: Hashable, Sendable {
  static let leftOut = "(left out)"
  private static let letters = Array("abcdefghijklmnopqrstuvwxyz234567".utf8)

  public init() {}

  public func name(for name: ProcessName) -> ProcessName {
    if name.count == 0 { return name }
    var hasher = Hasher()
    hasher.combine(name)
    return ProcessName(bytes: Self.word(hasher.finalize()))
  }

  /// Each folder for itself; what systemd's units end with is kept.
  func path(for path: String) -> String {
    path.split(separator: "/", omittingEmptySubsequences: false).map { folder in
      if folder.isEmpty { return "" }
      var hasher = Hasher()
      hasher.combine(folder)
      let word = String(decoding: Self.word(hasher.finalize()), as: UTF8.self)
      let kinds = [".service", ".scope", ".slice", ".socket", ".mount", ".swap"]
      return word + (kinds.first { folder.hasSuffix($0) } ?? "")
    }.joined(separator: "/")
  }

  private static func word(_ hash: Int) -> [UInt8] {
    var rest = UInt64(bitPattern: Int64(hash))
    var word: [UInt8] = [UInt8(ascii: "~")]
    for _ in 0..<10 {
      word.append(letters[Int(rest & 31)])
      rest >>= 5
    }
    return word
  }
}
