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

  /// Pure; traps on no input. O(bytes), allocates nothing.
  ///
  /// The memory path is v1's where its memory controller is mounted, else v2's. The unit's is v2's,
  /// but where that is the root, as in a hybrid machine, that of `name=systemd`, if it says more.
  public static func parse(_ bytes: UnsafeRawBufferPointer) -> Found {
    var two = 0..<0
    var memory: Range<Int>?
    var systemd = 0..<0
    var index = 0
    while index < bytes.count {
      let start = index
      guard bytes.skipLine(&index) else { break }
      guard let first = colon(bytes, start, index), let second = colon(bytes, first + 1, index)
      else { continue }
      let controllers = (first + 1)..<second
      let path = (second + 1)..<(index - 1)
      if controllers.isEmpty {
        two = path
      } else if holds(bytes, controllers, "memory") {
        memory = path
      } else if bytes.equals(controllers, "name=systemd") {
        systemd = path
      }
    }
    return Found(memory: memory ?? two, unit: two.count > 1 || systemd.isEmpty ? two : systemd)
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
