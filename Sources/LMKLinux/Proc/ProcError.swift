import LMKCore

/// Why a folder cannot serve as the root of what is shown.
public enum ProcError: Error, Hashable, Sendable, CustomStringConvertible {
  case notThere(path: String)
  case notFolder(path: String)
  case accessDenied(path: String)
  /// A folder without a `vmstat`.
  case notProc(path: String)
  case other(path: String, Errno)

  init(path: String, _ error: Errno) {
    self =
      switch error {
      case .noEntry: .notThere(path: path)
      case .notDirectory: .notFolder(path: path)
      case .accessDenied, .notPermitted: .accessDenied(path: path)
      default: .other(path: path, error)
      }
  }

  public var description: String {
    switch self {
    case .notThere(let path):
      "\(path) is not there: mount proc, or name a captured tree with --proc-root"
    case .notFolder(let path):
      "\(path) is not a folder: name the folder that holds vmstat and the process folders"
    case .accessDenied(let path):
      "\(path) cannot be opened: permission denied; run as a user who may read it"
    case .notProc(let path):
      "\(path) is not a proc tree: it has no vmstat"
    case .other(let path, let error):
      "\(path) cannot be opened: \(error)"
    }
  }
}
