/// Where cgroups are mounted, by /proc/self/mountinfo:
/// `33 24 0:29 / /sys/fs/cgroup rw,nosuid - cgroup2 cgroup2 rw,nsdelegate`.
struct CgroupMounts: Hashable {
  /// Version 2.
  private(set) var unified: String?
  /// The memory controller of version 1.
  private(set) var memory: String?

  init(_ mountinfo: String) {
    for line in mountinfo.split(separator: "\n") {
      let words = line.split(separator: " ")
      guard words.count > 6, let dash = words[6...].firstIndex(of: "-"), words.count > dash + 3
      else { continue }
      let place = String(words[4])
      switch words[dash + 1] {
      case "cgroup2": unified = unified ?? place
      case "cgroup" where words[dash + 3].split(separator: ",").contains("memory"):
        memory = memory ?? place
      default: break
      }
    }
  }

  /// The file that holds a process's own memory limit in bytes; `nil`: there is no controller.
  /// - Parameter cgroup: its /proc/PID/cgroup: `4:memory:/user`, `0::/user.slice`.
  func limitFile(of cgroup: String) -> String? {
    for line in cgroup.split(separator: "\n") {
      let parts = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
      guard parts.count == 3 else { continue }
      let path = parts[2] == "/" ? "" : String(parts[2])
      if let memory, parts[1].split(separator: ",").contains("memory") {
        return memory + path + "/memory.limit_in_bytes"
      }
      if let unified, memory == nil, parts[0] == "0" { return unified + path + "/memory.max" }
    }
    return nil
  }
}
