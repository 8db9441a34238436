import LMKCore

extension ProcessReader {
  /// The number of a process's control group (/proc/PID/cgroup, which takes no lock of the
  /// process); `nil`: it is gone, or it cannot be read, as in a kernel without control groups.
  ///
  /// The pid alone is looked up: for a process that was read a moment ago.
  public mutating func group(of pid: Int32, names: inout CgroupNames) -> CgroupNames.Answer? {
    path.set(pid, "cgroup")
    do {
      let file = try root.folder.open(at: path.bytes, .read)
      filesRead += 1
      try buffer.fillOnce(from: file)
    } catch {
      return nil
    }
    return buffer.contents.isEmpty ? nil : names.number(of: buffer.contents)
  }
}
