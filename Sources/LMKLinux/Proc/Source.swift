import LMKCore

/// One file under the root that stays open, and what is wrong with it.
struct Source: ~Copyable {
  enum Trouble: Hashable {
    case none
    case errno(Errno)
    /// vmstat lacks a line of the rule.
    case missing(VmstatParser.Required)
    case meminfo(MeminfoParser.Defect)
    case malformed

    var isNone: Bool { self == .none }
  }

  private let path: StaticString
  private var file: FileDescriptor?
  private(set) var trouble = Trouble.none

  init(path: StaticString) { self.path = path }

  /// Opens the file if it is not open, and reads it whole.
  /// - Returns: what refused. An open file is kept even then: ENOMEM passes, and opening it again
  ///   would take memory too.
  mutating func load(from root: ProcRoot, into buffer: inout RawBuffer, limit: Int) -> Errno? {
    do {
      if file == nil { file = try root.folder.open(at: path, .read) }
      switch file {
      case .some(let file): try buffer.fill(from: file, upTo: limit)
      case .none: return .badDescriptor
      }
      return nil
    } catch {
      return error
    }
  }

  /// Takes note of how it went; `true` if that is new.
  mutating func change(to trouble: Trouble) -> Bool {
    guard trouble != self.trouble else { return false }
    self.trouble = trouble
    return true
  }

  func capability(_ name: Capability.Name, under root: ProcRoot, means: String) -> Capability {
    let file = "\(root.path)/\(path)"
    let reason =
      switch trouble {
      case .none: ""
      case .errno(.noEntry): "\(file) is not there: \(means)"
      case .errno(.notSupported):
        "\(file) cannot be read (the kernel was started with psi=0): \(means)"
      case .errno(let errno): "\(file) cannot be read (\(errno)): \(means)"
      case .missing(let line): "\(file) has no \(line): \(means)"
      case .meminfo(let defect): "\(file) is refused, \(defect): \(means)"
      case .malformed: "\(file) does not have the expected form: \(means)"
      }
    return Capability(name, isAvailable: trouble.isNone, reason: reason)
  }
}
