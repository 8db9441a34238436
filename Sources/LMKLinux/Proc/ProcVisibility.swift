import LMKCore

/// Whether a mount option hides other users' processes from us.
public enum ProcVisibility {
  /// `hidepid` of proc(5).
  public enum Hiding: Hashable, Sendable {
    case nothing
    /// 1, `noaccess`: the folders show, their files are refused (but for stat and statm's like).
    case access
    /// 2, `invisible`: the folders are not there.
    case existence
    /// 4, `ptraceable`: only what we may trace is there.
    case untraceable
  }

  public struct Mount: Hashable, Sendable {
    public var hiding: Hiding
    /// `gid=`: members of this group see everything.
    public var group: UInt32
  }

  /// The capability `.processes` for this root.
  ///
  /// Reads /proc/self/mountinfo. Where it cannot be read, all processes count as visible only to
  /// one who may trace all: what cannot be proved is not claimed.
  public static func check(_ root: ProcRoot) -> Capability {
    guard root.isLive else { return Capability(.processes, isAvailable: true) }
    let identity = Identity.current()
    let contents: [UInt8]
    do {
      var buffer = RawBuffer(capacity: 16 * 1024)
      try buffer.fill(from: try root.folder.open(at: "self/mountinfo", .read), upTo: 16 << 20)
      contents = Array(buffer.contents)
    } catch {
      return Capability(
        .processes, isAvailable: identity.mayTraceAll,
        reason: "\(root.path)/self/mountinfo cannot be read (\(error)): hidepid is not known")
    }
    guard let mount = mount(on: "/proc", in: contents), mount.hiding != .nothing else {
      return Capability(.processes, isAvailable: true)
    }
    return capability(
      mount, seesThrough: identity.mayTraceAll,
      isInGroup: Identity.isInGroup(mount.group))
  }

  static func capability(_ mount: Mount, seesThrough: Bool, isInGroup: Bool) -> Capability {
    // `ptraceable` knows no group.
    let isExcused = seesThrough || (isInGroup && mount.hiding != .untraceable)
    if mount.hiding == .nothing || isExcused { return Capability(.processes, isAvailable: true) }
    let words =
      switch mount.hiding {
      case .nothing, .access: "hidepid=noaccess: other users' processes cannot be read"
      case .existence: "hidepid=invisible: other users' processes are hidden"
      case .untraceable: "hidepid=ptraceable: processes that we may not trace are hidden"
      }
    return Capability(
      .processes, isAvailable: false,
      reason: "/proc is mounted with \(words), so the kill order is not the whole one")
  }

  /// The uppermost proc mounted on `point`, by /proc/self/mountinfo:
  /// `22 27 0:21 / /proc rw,relatime - proc proc rw,hidepid=invisible`. `nil`: there is none.
  public static func mount(on point: String, in contents: [UInt8]) -> Mount? {
    var found: Mount?
    for line in contents.split(separator: UInt8(ascii: "\n")) {
      let words = line.split(separator: UInt8(ascii: " ")).map {
        String(decoding: $0, as: UTF8.self)
      }
      guard words.count > 6, words[4] == point,
        let dash = words[6...].firstIndex(of: "-"), words.count > dash + 3,
        words[dash + 1] == "proc"
      else { continue }
      // From 5.8 the options belong to the mount's superblock; they stand behind the dash.
      found = mount(options: words[5].split(separator: ",") + words[dash + 3].split(separator: ","))
    }
    return found
  }

  private static func mount(options: [Substring]) -> Mount {
    var mount = Mount(hiding: .nothing, group: 0)
    for option in options {
      if option.hasPrefix("gid="), let group = UInt32(option.dropFirst(4)) { mount.group = group }
      guard option.hasPrefix("hidepid=") else { continue }
      mount.hiding =
        switch option.dropFirst(8) {
        case "0", "off": .nothing
        case "1", "noaccess": .access
        case "4", "ptraceable": .untraceable
        default: .existence
        }
    }
    return mount
  }
}
