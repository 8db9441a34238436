import CLinux
import LMKCore

extension ReachReader {
  /// The control group of a process that is its own: in the first hierarchy in which it is not in the
  /// root. `nil`: there is none, or the process is gone.
  mutating func place(of key: ProcessKey?) throws(ReachObstacle) -> ReachPlace? {
    guard let key else { return nil }
    let paths: (two: String, systemd: String, memory: String, freezer: String)
    do throws(Errno) {
      path.set(key.pid, "cgroup")
      try buffer.fill(from: try root.folder.open(at: path.bytes, .read), upTo: 1 << 20)
      let bytes = buffer.contents
      let found = CgroupParser.paths(bytes)
      paths = (
        Self.text(bytes, found.two), Self.text(bytes, found.systemd),
        Self.text(bytes, found.memory), Self.text(bytes, found.freezer)
      )
    } catch {
      if error == .noEntry || error == .noProcess { throw .gone }
      throw .unreadable(error)
    }
    if let point = hierarchies.two, paths.two.count > 1 {
      let folder = point + paths.two
      let freezer: ReachPlace.Freezer? =
        Self.mayWrite("\(folder)/cgroup.freeze") ? .two(folder) : nil
      return ReachPlace(
        path: paths.two, folder: folder, identity: try identity(of: folder),
        canKill: Self.mayWrite("\(folder)/cgroup.kill"), freezer: freezer)
    }
    var freezer: ReachPlace.Freezer?
    if let point = hierarchies.freezer, paths.freezer.count > 1,
      Self.mayWrite("\(point)\(paths.freezer)/freezer.state")
    {
      freezer = .one(point + paths.freezer)
    }
    let others = [
      (hierarchies.systemd, paths.systemd), (hierarchies.memory, paths.memory),
      (hierarchies.freezer, paths.freezer),
    ]
    for case (let point?, let path) in others where path.count > 1 {
      return ReachPlace(
        path: path, folder: point + path, identity: try identity(of: point + path),
        canKill: false, freezer: freezer)
    }
    return nil
  }

  /// The inode of a group's folder.
  func identity(of folder: String) throws(ReachObstacle) -> UInt64 {
    do throws(Errno) {
      return try FileDescriptor.open(path: folder, .place).identity
    } catch {
      if error == .noEntry { throw .gone }
      throw .unreadable(error)
    }
  }

  /// All pids in a group and in those below it (cgroup.procs), each once.
  mutating func pids(in folder: String) throws(ReachObstacle) -> [Int32] {
    var pids: Set<Int32> = []
    var folders = [folder]
    do throws(Errno) {
      while let next = folders.popLast() {
        do throws(Errno) {
          try readPids("\(next)/cgroup.procs", into: &pids)
          folders += try FolderNames.within(next).map { "\(next)/\($0)" }
        } catch .noEntry where next != folder {
          // Removed a moment ago: nobody is in it.
        } catch .noDevice where next != folder {
          // The same, between open and read.
        } catch .notSupported {
          // A threaded group: its processes stand in the group above.
        }
      }
    } catch {
      if error == .noEntry || error == .noDevice { throw .gone }
      throw .unreadable(error)
    }
    // The kernel writes 0 for one whose pid cannot be said here.
    if pids.contains(0) { throw .unseen }
    return Array(pids)
  }

  private mutating func readPids(_ path: String, into pids: inout Set<Int32>) throws(Errno) {
    try buffer.fill(from: try FileDescriptor.open(path: path, .read), upTo: 16 << 20)
    let bytes = buffer.contents
    var index = 0
    while index < bytes.count {
      if let pid = bytes.unsigned(&index) { pids.insert(Int32(clamping: pid)) }
      guard bytes.skipLine(&index) else { break }
    }
  }

  private static func mayWrite(_ path: String) -> Bool { lmk_may_write(path) == 0 }

  private static func text(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int>) -> String {
    String(decoding: UnsafeRawBufferPointer(rebasing: bytes[range]), as: UTF8.self)
  }
}
