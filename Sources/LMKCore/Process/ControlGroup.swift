/// Where a process stands in the control groups: two paths as the kernel writes them, from the root
/// of their hierarchy.
public struct ControlGroup: Hashable, Sendable {
  /// The group whose memory it is charged to: v2's, or that of v1's memory controller.
  public var memoryPath: String
  /// The group that names its unit: v2's, or that of v1's `name=systemd`.
  public var unitPath: String

  public init(memoryPath: String, unitPath: String) {
    self.memoryPath = memoryPath
    self.unitPath = unitPath
  }

  /// What people call it: the last unit of systemd in the path (`ssh.service`, `user@1000.service`),
  /// else the last folder; empty at the root.
  public var unit: Substring {
    let folders = unitPath.split(separator: "/")
    let unit = folders.last { folder in
      [".service", ".scope", ".socket", ".mount", ".swap"].contains { folder.hasSuffix($0) }
    }
    if let unit = unit ?? folders.last { return unit }
    return memoryPath.split(separator: "/").last ?? ""
  }
}

/// A `ControlGroup` by its number, in four bytes: many processes share few groups.
public struct ControlGroupID: RawRepresentable, Hashable, Sendable {
  public var rawValue: Int32
  public init(rawValue: Int32) { self.rawValue = rawValue }

  /// Not read yet.
  public static let unknown = ControlGroupID(rawValue: 0)
}
