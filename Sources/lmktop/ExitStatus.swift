/// How lmktop ends, by sysexits(3).
enum ExitStatus: Int32 {
  /// An audit found the cache wrong; not of sysexits, but what diff(1) says.
  case unsound = 1
  /// EX_USAGE: the command line is wrong.
  case usage = 64
  /// EX_NOINPUT: what should be read is not there.
  case noInput = 66
  /// EX_UNAVAILABLE: no terminal; or, by `doctor`, nothing can be killed here.
  case unavailable = 69
  /// EX_OSERR: the system refused something that it should not.
  case system = 71
  /// EX_NOPERM
  case noPermission = 77
  /// EX_CONFIG: a configuration file is wrong.
  case configuration = 78
}

/// Why lmktop does not go on: one sentence, and how it ends.
struct Failure: Error {
  var status: ExitStatus
  /// What was tried, on what, and what to do about it; with file and line where there is one.
  var sentence: String

  init(_ status: ExitStatus, _ sentence: String) {
    self.status = status
    self.sentence = sentence
  }
}
