import LMKCore

extension ProcessReader {
  /// Whether the process is pid 1 of a pid namespace within ours: a container's init
  /// (/proc/PID/status, NSpid, from 4.1). `false` also if that cannot be told.
  ///
  /// The pid alone is looked up: for a process that was bound or read a moment ago. status counts
  /// every page range of the process, and is not for the kill path.
  public mutating func isContainerInit(_ pid: Int32) -> Bool {
    path.set(pid, "status")
    do {
      let file = try root.folder.open(at: path.bytes, .read)
      filesRead += 1
      try buffer.fillAndCut(from: file)
    } catch {
      return false
    }
    return NamespaceParser.isContainerInit(buffer.contents)
  }
}

/// /proc/PID/status: `NSpid:\t4711\t12\t1`, the pids of a process from our namespace inwards.
public enum NamespaceParser {
  /// Whether there is more than one pid, and the last is 1.
  public static func isContainerInit(_ bytes: UnsafeRawBufferPointer) -> Bool {
    var index = 0
    while index < bytes.count {
      var end = index
      let name = bytes.word(&end)
      if bytes.equals(name, "NSpid:") {
        var count = 0
        var last = 0
        // The end of the line is no blank, so the numbers end with it.
        while let pid = bytes.pages(&end) {
          count += 1
          last = pid
        }
        return count > 1 && last == 1
      }
      index = end
      guard bytes.skipLine(&index) else { return false }
    }
    return false
  }
}
