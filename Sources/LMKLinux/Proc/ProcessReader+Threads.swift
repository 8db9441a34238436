import LMKCore

extension ProcessReader {
  /// The memory of a process whose main thread has exited while others run: /proc/PID/statm is
  /// all zeros then, and the truth stands in task/TID/statm of a live thread. Threads share one
  /// memory (`CLONE_THREAD` demands `CLONE_VM`), so the first one that has any tells; dead ones
  /// have none. All zeros if no thread is left.
  mutating func statmOfThreads(of pid: Int32) throws(Stop) -> StatmParser.Statm {
    path.set(pid, "task")
    do {
      let folder = try root.folder.open(at: path.bytes, .folder)
      threads.reset()
      while let thread = try threads.next(from: folder) {
        guard thread.pid != pid else { continue }
        path.set(thread.pid, "statm")
        guard let statm = try statmAtPath(in: folder), statm.rssPages > 0 else { continue }
        return statm
      }
    } catch {
      throw Stop(error)
    }
    return StatmParser.Statm(rssPages: 0, sharedPages: 0)
  }

  /// `nil`: the thread has ended meanwhile, or its file says nothing.
  private mutating func statmAtPath(
    in folder: borrowing FileDescriptor
  ) throws(Errno) -> StatmParser.Statm? {
    do {
      let file = try folder.open(at: path.bytes, .read)
      filesRead += 1
      try buffer.fillOnce(from: file)
    } catch .noEntry {
      return nil
    } catch .noProcess {
      return nil
    }
    return StatmParser.parse(buffer.contents)
  }
}
