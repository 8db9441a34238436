import Glibc

/// An entry of terminfo for one test, compiled by tic(1) into a folder of its own.
final class TerminfoEntry {
  struct Failed: Error { var status: Int32 }

  let name: String
  /// For the environment's `TERMINFO`.
  let folder: String

  static var canCompile: Bool { access("/usr/bin/tic", X_OK) == 0 }

  init(name: String, source: String) throws {
    self.name = name
    var template = Array("/tmp/lmktop-terminfo-XXXXXX".utf8CString)
    folder = String(cString: mkdtemp(&template))
    let file = folder + "/source"
    let descriptor = open(file, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
    let bytes = Array(source.utf8)
    precondition(write(descriptor, bytes, bytes.count) == bytes.count)
    close(descriptor)
    let words: [String] = ["tic", "-x", "-o", folder, file]
    let argv: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
    // tic needs nothing of an environment but an end.
    let environment: [UnsafeMutablePointer<CChar>?] = [nil]
    defer { for pointer in argv { free(pointer) } }
    var child: pid_t = 0
    var status: Int32 = 0
    guard posix_spawn(&child, "/usr/bin/tic", nil, nil, argv, environment) == 0,
      waitpid(child, &status, 0) == child, status == 0
    else { throw Failed(status: status) }
  }

  deinit {
    // tic sorts entries into a folder by their first letter, or by its number.
    for inner in [String(name.first!), "6c"] {
      unlink("\(folder)/\(inner)/\(name)")
      rmdir("\(folder)/\(inner)")
    }
    unlink(folder + "/source")
    rmdir(folder)
  }
}
