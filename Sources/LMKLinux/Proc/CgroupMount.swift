import LMKCore

/// Where the control groups that account for memory are mounted.
public struct CgroupMount: Hashable, Sendable {
  public enum Version: Hashable, Sendable { case one, two }

  public var version: Version
  /// The folder of the hierarchy's root, such as /sys/fs/cgroup/memory.
  public var point: String

  /// By /proc/self/mountinfo under this root: v1's memory controller where it is mounted, as
  /// /proc/PID/cgroup tells it first, else v2. `nil`: neither, or it cannot be read.
  public static func find(_ root: ProcRoot) -> CgroupMount? {
    do {
      var buffer = RawBuffer(capacity: 16 * 1024)
      try buffer.fill(from: try root.folder.open(at: "self/mountinfo", .read), upTo: 16 << 20)
      return find(Array(buffer.contents))
    } catch {
      return nil
    }
  }

  static func find(_ contents: [UInt8]) -> CgroupMount? {
    var two: CgroupMount?
    for mount in all(contents) {
      if mount.type == "cgroup2" {
        two = two ?? CgroupMount(version: .two, point: mount.point)
      } else if mount.options.contains("memory") {
        return CgroupMount(version: .one, point: mount.point)
      }
    }
    return two
  }

  /// Lines such as `30 23 0:26 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory`.
  static func all(_ contents: [UInt8]) -> [(type: String, options: [Substring], point: String)] {
    var found: [(type: String, options: [Substring], point: String)] = []
    for line in contents.split(separator: UInt8(ascii: "\n")) {
      let words = line.split(separator: UInt8(ascii: " ")).map {
        String(decoding: $0, as: UTF8.self)
      }
      guard words.count > 6, let dash = words[6...].firstIndex(of: "-"), words.count > dash + 3,
        ["cgroup", "cgroup2"].contains(words[dash + 1])
      else { continue }
      found.append((words[dash + 1], words[dash + 3].split(separator: ","), words[4]))
    }
    return found
  }

  /// The group's own pressure, for a trigger; `nil`: version 1 has none.
  public func pressurePath(of path: String) -> String? {
    version == .two ? "\(point)\(path == "/" ? "" : path)/memory.pressure" : nil
  }

  /// The path within the hierarchy that an operator means: `/user.slice`, with or without its slash,
  /// or the whole path of the folder.
  public func path(of text: String) -> String {
    var rest = text[...]
    if rest == point || rest.hasPrefix(point + "/") { rest = rest.dropFirst(point.count) }
    let folders = rest.split(separator: "/")
    return "/" + folders.joined(separator: "/")
  }
}
