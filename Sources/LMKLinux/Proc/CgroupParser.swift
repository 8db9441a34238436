import LMKCore

/// /proc/PID/cgroup: lines `number:controllers:path`.
///
///     0::/user.slice/user-1000.slice/session-3.scope      v2
///     4:memory:/docker/4711…                              v1, a controller
///     1:name=systemd:/system.slice/ssh.service            v1, systemd's own hierarchy
public enum CgroupParser {
  /// Where the paths of a `ControlGroup` stand in the file; empty where there is none.
  public struct Found: Hashable, Sendable {
    public var memory: Range<Int>
    public var unit: Range<Int>
  }

  /// Where a process stands in each hierarchy that lmktop knows; empty where it does not.
  public struct Paths: Hashable, Sendable {
    public var two = 0..<0
    public var systemd = 0..<0
    public var memory = 0..<0
    public var freezer = 0..<0
  }

  /// Pure; traps on no input. O(bytes), allocates nothing.
  ///
  /// The memory path is v1's where its memory controller is mounted, else v2's. The unit's is v2's,
  /// but where that is the root, as in a hybrid machine, that of `name=systemd`, if it says more.
  public static func parse(_ bytes: UnsafeRawBufferPointer) -> Found {
    let paths = paths(bytes)
    let isTwo = paths.two.count > 1 || paths.systemd.isEmpty
    return Found(
      memory: paths.memory.isEmpty ? paths.two : paths.memory,
      unit: isTwo ? paths.two : paths.systemd)
  }

  /// The same, path by path.
  public static func paths(_ bytes: UnsafeRawBufferPointer) -> Paths {
    var paths = Paths()
    var index = 0
    while index < bytes.count {
      let start = index
      guard bytes.skipLine(&index) else { break }
      guard let first = colon(bytes, start, index), let second = colon(bytes, first + 1, index)
      else { continue }
      let controllers = (first + 1)..<second
      let path = (second + 1)..<(index - 1)
      if controllers.isEmpty {
        paths.two = path
      } else if bytes.equals(controllers, "name=systemd") {
        paths.systemd = path
      } else {
        if holds(bytes, controllers, "memory") { paths.memory = path }
        if holds(bytes, controllers, "freezer") { paths.freezer = path }
      }
    }
    return paths
  }

  private static func colon(_ bytes: UnsafeRawBufferPointer, _ start: Int, _ end: Int) -> Int? {
    guard start < end else { return nil }
    return bytes[start..<end].firstIndex(of: UInt8(ascii: ":"))
  }

  /// Whether a list `cpu,cpuacct` holds this word.
  private static func holds(
    _ bytes: UnsafeRawBufferPointer, _ list: Range<Int>, _ word: StaticString
  ) -> Bool {
    var start = list.lowerBound
    for index in list where bytes[index] == UInt8(ascii: ",") {
      if bytes.equals(start..<index, word) { return true }
      start = index + 1
    }
    return bytes.equals(start..<list.upperBound, word)
  }
}
