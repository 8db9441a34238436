/// How earlyoom was started: its limits, and whom it prefers.
public struct EarlyoomSettings: Hashable, Sendable {
  /// A limit for SIGTERM and one for SIGKILL.
  public struct Limit: Hashable, Sendable {
    public var term: Double
    public var kill: Double

    public init(term: Double, kill: Double) {
      self.term = term
      self.kill = kill
    }

    /// `PERCENT` or `PERCENT,KILL`: without the second, half; a second above the first raises it.
    init?(_ text: String) {
      let parts = text.split(separator: ",", omittingEmptySubsequences: false)
      guard parts.count <= 2, let first = parts.first.flatMap({ Double($0) }), first > 0 else {
        return nil
      }
      let second = parts.count == 2 ? Double(parts[1]) : first / 2
      guard let second, second >= 0, second.isFinite, first.isFinite else { return nil }
      self.init(term: max(first, second), kill: second)
    }
  }

  /// `-m`, per cent of memory.
  public var memory = Limit(term: 10, kill: 5)
  /// `-s`, per cent of swap.
  public var swap = Limit(term: 10, kill: 5)
  /// `-M`, KiB; where `-m` is given too, the lower counts.
  public var memorySize: Limit?
  /// `-S`, KiB.
  public var swapSize: Limit?
  /// `--prefer`: expressions on the kernel's name; +300.
  public var prefer: String?
  /// `--avoid`: −300.
  public var avoid: String?
  /// `--ignore`, from 1.8.
  public var ignore: String?
  /// `--ignore-root-user`, from 1.8.
  public var ignoresRoot = false
  /// `--sort-by-rss`, from 1.8.
  public var sortsByRSS = false
  /// `-g`: with all of its process group.
  public var takesGroup = false
  /// `--dryrun`.
  public var isDry = false
  /// `-N`: a program that is run after a kill.
  public var notifyScript: String?
  /// Words that are not known here: what it does with them is not known either.
  public private(set) var unknown: [String] = []

  private var hasMemory = false
  private var hasSwap = false

  public init() {}

  /// - Parameter arguments: without the program's own name, as execve(2) got them.
  public init(arguments: [String]) {
    var words = arguments[...]
    while let word = words.popFirst() {
      if word.hasPrefix("--") {
        let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        take(long: String(parts[0]), parts.count == 2 ? String(parts[1]) : nil, &words)
      } else if word.hasPrefix("-"), word.utf8.count > 1 {
        take(letters: word.dropFirst(), &words)
      } else {
        unknown.append(word)
      }
    }
  }

  private mutating func take(long name: String, _ value: String?, _ words: inout ArraySlice<String>)
  {
    switch name {
    case "--prefer": prefer = value ?? words.popFirst()
    case "--avoid": avoid = value ?? words.popFirst()
    case "--ignore": ignore = value ?? words.popFirst()
    case "--ignore-root-user": ignoresRoot = true
    case "--sort-by-rss": sortsByRSS = true
    case "--dryrun": isDry = true
    case "--help", "--syslog": break
    default: unknown.append(name)
    }
  }

  /// `-m10`, `-m 10`, `-dg`: as getopt(3) reads them.
  private mutating func take(letters: Substring, _ words: inout ArraySlice<String>) {
    var rest = letters
    while let letter = rest.popFirst() {
      switch letter {
      case "m", "s", "M", "S", "r", "N", "P":
        let value = rest.isEmpty ? words.popFirst() : String(rest)
        rest = ""
        take(letter, value ?? "")
      case "g": takesGroup = true
      case "k", "i", "d", "v", "p", "n", "h": break
      default: unknown.append("-\(letter)")
      }
    }
  }

  private mutating func take(_ letter: Character, _ value: String) {
    switch letter {
    case "N":
      notifyScript = value
      return
    case "r", "P": return
    default: break
    }
    guard let limit = Limit(value) else {
      unknown.append("-\(letter) \(value)")
      return
    }
    switch letter {
    case "m": (memory, hasMemory) = (limit, true)
    case "s": (swap, hasSwap) = (limit, true)
    case "M": memorySize = limit
    default: swapSize = limit
    }
  }

  /// Per cent of `totalKiB`: the lower of a share and a size, where both were given.
  public func memoryLimit(totalKiB: Double) -> Limit {
    Self.lower(memory, isGiven: hasMemory, memorySize, totalKiB)
  }

  public func swapLimit(totalKiB: Double) -> Limit {
    Self.lower(swap, isGiven: hasSwap, swapSize, totalKiB)
  }

  private static func lower(
    _ share: Limit, isGiven: Bool, _ size: Limit?, _ totalKiB: Double
  ) -> Limit {
    guard let size, totalKiB > 0 else { return share }
    let converted = Limit(term: size.term * 100 / totalKiB, kill: size.kill * 100 / totalKiB)
    guard isGiven else { return converted }
    return Limit(term: min(share.term, converted.term), kill: min(share.kill, converted.kill))
  }
}
