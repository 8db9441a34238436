import CFaults
import Foundation
import LMKCore
import LMKLinux
import LMKTestSupport
import Testing

/// What the four system calls of the kill path may answer, and what becomes of it: one pidfd, one
/// child of the test, and answers that the test chooses.
@Suite("Faults at a kill", .serialized, .enabled(if: KillProbe.check().isAvailable, "no pidfds"))
struct KillFaultTests {
  /// What the kernel's sources and manuals name for these calls, and what no one expects.
  static let errors: [Int32] = [
    EPERM, ESRCH, EIO, EBADF, EAGAIN, ENOMEM, EACCES, ENODEV, EINVAL, ENFILE, EMFILE, ENOSYS,
  ]

  private func key(of child: Storm) throws -> ProcessKey {
    var reader = ProcessReader(root: try ProcRoot())
    guard case .read(let reading) = reader.read(pid: child.pid, inode: 0) else {
      throw Storm.Failure(description: "child \(child.pid) cannot be read")
    }
    return reading.key
  }

  private func failure(_ error: Int32) -> KillFailure {
    switch error {
    case ESRCH: .gone
    case EPERM, EACCES: .refused(Errno(error))
    default: .error(Errno(error))
    }
  }

  /// Binds and signals in one thread without a pause: the faults are this thread's.
  private func kill(_ key: ProcessKey, _ table: inout TargetTable) -> KillFailure? {
    do throws(KillFailure) {
      try table.bind(key)
      try table.send(.kill, to: key)
      return nil
    } catch {
      return error
    }
  }

  @Test("pidfd_open: each errno has its name, and nothing is bound or sent", arguments: errors)
  func open(error: Int32) throws {
    let child = try Storm("sleep")
    let key = try key(of: child)
    var table = TargetTable(root: try ProcRoot())
    cfaults_set(Int32(CFAULTS_PIDFD_OPEN.rawValue), error, 1)
    #expect(kill(key, &table) == failure(error))
    let count = table.count
    #expect(count == 0)
    #expect(kill(key, &table) == nil, "the next try succeeds")
    #expect(child.wait() == .signalled(SIGKILL))
  }

  @Test("pidfd_send_signal: each errno has its name, and nothing was sent", arguments: errors)
  func send(error: Int32) throws {
    let child = try Storm("sleep")
    let key = try key(of: child)
    var table = TargetTable(root: try ProcRoot())
    cfaults_set(Int32(CFAULTS_PIDFD_SEND_SIGNAL.rawValue), error, 1)
    #expect(kill(key, &table) == failure(error))
    #expect(kill(key, &table) == nil, "the next try succeeds")
    #expect(child.wait() == .signalled(SIGKILL))
  }

  @Test("poll: whether the process lives is not known, and nothing is sent", arguments: errors)
  func poll(error: Int32) throws {
    let child = try Storm("sleep")
    let key = try key(of: child)
    var table = TargetTable(root: try ProcRoot())
    cfaults_set(Int32(CFAULTS_POLL.rawValue), error, 1)
    #expect(kill(key, &table) == .error(Errno(error)))
    let count = table.count
    #expect(count == 0)
    try table.bind(key)
    cfaults_set(Int32(CFAULTS_POLL.rawValue), error, 1)
    #expect(kill(key, &table) == .error(Errno(error)))
    #expect(kill(key, &table) == nil, "the next try succeeds")
    #expect(child.wait() == .signalled(SIGKILL))
  }

  @Test("process_mrelease: each errno comes through as it is", arguments: errors)
  func release(error: Int32) throws {
    let child = try Storm("sleep")
    let key = try key(of: child)
    var table = TargetTable(root: try ProcRoot())
    try table.bind(key)
    let own = table.pidfd(of: key)
    let pidfd = try #require(own)
    cfaults_set(Int32(CFAULTS_PROCESS_MRELEASE.rawValue), error, 1)
    #expect(throws: Errno(error)) { try ProcessMemory.release(pidfd: pidfd) }
  }

  @Test("Interrupted calls are repeated, and nobody hears of it")
  func interrupted() throws {
    let child = try Storm("grow", "8")
    let key = try key(of: child)
    var table = TargetTable(root: try ProcRoot())
    let calls = [
      CFAULTS_PIDFD_OPEN, CFAULTS_PIDFD_SEND_SIGNAL, CFAULTS_PROCESS_MRELEASE, CFAULTS_POLL,
    ].map { Int32($0.rawValue) }
    for call in calls { cfaults_set(call, EINTR, 3) }
    #expect(kill(key, &table) == nil)
    let own = table.pidfd(of: key)
    let pidfd = try #require(own)
    do {
      try ProcessMemory.release(pidfd: pidfd)
    } catch {
      #expect(error == .noProcess, "only because it is gone already")
    }
    for call in calls { #expect(cfaults_left(call) == 0) }
    #expect(child.wait() == .signalled(SIGKILL))
  }

  @Test("A living process is not reaped")
  func living() throws {
    let child = try Storm("grow", "8")
    let key = try key(of: child)
    var table = TargetTable(root: try ProcRoot())
    try table.bind(key)
    let own = table.pidfd(of: key)
    let pidfd = try #require(own)
    guard KillProbe.checkReaping().isAvailable else { return }
    #expect(throws: Errno.invalid) { try ProcessMemory.release(pidfd: pidfd) }
    let memory = try table.currentMemory(of: key)
    #expect((memory?.rssPages ?? 0) > 2000)
  }

  @Test("Whatever fails, every descriptor comes back")
  func descriptors() async {
    await #expect(processExitsWith: .success) {
      func open() throws -> Int {
        try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count
      }
      let child = try Storm("sleep")
      let root = try ProcRoot()
      var reader = ProcessReader(root: root)
      guard case .read(let reading) = reader.read(pid: child.pid, inode: 0) else { exit(2) }
      let key = reading.key
      let before = try open()
      do {
        var table = TargetTable(root: root)
        for call in [CFAULTS_PIDFD_OPEN, CFAULTS_POLL] {
          for error in Self.errors {
            cfaults_set(Int32(call.rawValue), error, 1)
            do throws(KillFailure) {
              try table.bind(key)
              exit(3)
            } catch {}
            guard table.count == 0 else { exit(4) }
          }
        }
        try table.bind(key)
        for error in Self.errors {
          cfaults_set(Int32(CFAULTS_PIDFD_SEND_SIGNAL.rawValue), error, 1)
          do throws(KillFailure) {
            try table.send(.terminate, to: key)
            exit(5)
          } catch {}
        }
        let copy = try table.copyPidfd(of: key)
        table.release(key)
        guard try TargetTable.hasExited(copy.raw) == false else { exit(6) }
      }
      exit(try open() == before ? 0 : 1)
    }
  }
}
