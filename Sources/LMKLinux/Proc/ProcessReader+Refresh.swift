import CLinux
import LMKCore

extension ProcessReader {
  /// Reads again what changes: the memory, and `parts`. What is not read stays as it is, unless the
  /// process has begun or ceased to hold memory: then all of it is read.
  ///
  /// A file that `files` keeps is read by one call; for a process that is read in every pass, files
  /// are opened into it. A kept file cannot be another process's; otherwise, without `.owner`, it
  /// could be for as long as no event has told of the new one.
  ///
  /// On any result but `.refreshed`, `reading` is unchanged.
  public mutating func refresh(
    _ reading: inout ProcessReading, _ parts: ReadingParts = [.adj, .owner],
    keeping files: inout KeptFiles
  ) -> RefreshResult {
    let key = reading.key
    do {
      var isBound = true
      isBound = try load(.statm, of: reading, parts, &files) && isBound
      let statm = try parseStatm()
      // No memory, or memory where there was none: an exit, a zombie leader, a kernel thread that
      // became a program. Its state tells.
      if statm.rssPages == 0 || reading.rssPages == 0 {
        if !(reading.isKernelThread && statm.rssPages == 0) { return reread(&reading, &files) }
      }
      var fresh = reading
      fresh.rssPages = statm.rssPages
      fresh.sharedPages = statm.sharedPages
      if parts.contains(.adj) {
        isBound = try load(.adj, of: reading, parts, &files) && isBound
        fresh.adj = try parseAdj()
      }
      if parts.contains(.state) {
        isBound = try load(.stat, of: reading, parts, &files) && isBound
        let stat = try parseStat(of: key.pid)
        guard stat.startTime == key.startTime else { return reread(&reading, &files) }
        fresh.take(stat)
      }
      if parts.contains(.owner), !isBound || parts.contains(.state) {
        let found = try owner(of: key.pid)
        guard found.inode == reading.inode else { return reread(&reading, &files) }
        fresh.uid = found.user
      }
      reading = fresh
      return .refreshed
    } catch {
      switch error {
      case .vanished:
        files.close(pid: key.pid)
        return .vanished
      case .refused(let errno): return .refused(errno)
      case .malformed: return .malformed
      }
    }
  }

  /// Fills the buffer. `true`: from a file that is bound to this very process.
  private mutating func load(
    _ file: KeptFiles.File, of reading: ProcessReading, _ parts: ReadingParts,
    _ files: inout KeptFiles
  ) throws(Stop) -> Bool {
    let key = reading.key
    if let raw = files.descriptor(file, of: key) {
      filesRead += 1
      try read(raw)
      return true
    }
    guard parts.contains(.everyPass), files.hasRoom(for: key) else {
      try load(key.pid, file)
      return false
    }
    let opened = try open(key.pid, file)
    // Opened by its path: it is kept only if the folder is still the one that is known.
    guard try owner(of: key.pid).inode == reading.inode else { throw .vanished }
    let raw = opened.raw
    files.keep(opened, as: file, of: key)
    try read(raw)
    return true
  }

  private mutating func read(_ raw: Int32) throws(Stop) {
    do {
      try buffer.fillOnce(fromRaw: raw)
    } catch {
      throw Stop(error)
    }
    try expectContents()
  }

  private mutating func reread(
    _ reading: inout ProcessReading, _ files: inout KeptFiles
  ) -> RefreshResult {
    files.close(pid: reading.key.pid)
    switch read(pid: reading.key.pid, inode: reading.inode) {
    case .read(let fresh):
      guard fresh.key == reading.key else { return .vanished }
      reading = fresh
      return .refreshed
    case .vanished: return .vanished
    case .refused(let errno): return .refused(errno)
    case .malformed: return .malformed
    }
  }
}

extension ProcessReading {
  /// What stat tells of a process, its start time aside.
  mutating func take(_ stat: StatParser.Stat) {
    parent = stat.parent
    state = stat.state
    isKernelThread = stat.isKernelThread
    threadCount = stat.threadCount
    name = stat.name
  }
}
