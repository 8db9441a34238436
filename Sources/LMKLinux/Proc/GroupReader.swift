import CLinux
import LMKCore

/// The control groups of version 2 as systemd-oomd looks at them: every group for its pressure, and
/// which of them it could take. A walk over folders, on demand.
public struct GroupReader: ~Copyable {
  private let mount: CgroupMount
  private var buffer = RawBuffer(capacity: 16 * 1024)
  private var groups: [GroupReading] = []

  /// Groups that are looked at, and folders one below the other: more than any machine has.
  static let limit = 4096
  static let depthLimit = 32

  /// Why there are none, as the rest of a sentence.
  public enum Obstacle: Error, Hashable, Sendable, CustomStringConvertible {
    /// Version 1, or none.
    case noVersionTwo
    /// memory.current is missing in the first groups: the controller is not on.
    case noController

    public var description: String {
      switch self {
      case .noVersionTwo:
        "this machine accounts memory by control groups of version 1, or not at all"
      case .noController: "the memory controller of version 2 is not enabled"
      }
    }
  }

  /// - Parameter list: the names of the folders in a folder.
  public static func read(
    _ root: ProcRoot, listing list: (String) -> [String]
  ) throws(Obstacle) -> [GroupReading] {
    guard let mount = CgroupMount.find(root), mount.version == .two else {
      throw .noVersionTwo
    }
    var reader = GroupReader(mount: mount)
    _ = reader.walk("", depth: 0, within: false, list)
    guard !reader.groups.isEmpty else { throw .noController }
    return reader.groups
  }

  private init(mount: CgroupMount) { self.mount = mount }

  /// A group can be taken if it is a leaf, or if memory.oom.group says that it goes as a whole; those
  /// within such a one go with it.
  /// - Returns: whether there is such a folder.
  private mutating func walk(
    _ path: String, depth: Int, within isWhole: Bool, _ list: (String) -> [String]
  ) -> Bool {
    guard groups.count < Self.limit, depth < Self.depthLimit else { return true }
    let folder = mount.point + path
    let place = groups.count
    if !path.isEmpty {
      guard var group = read(path, folder) else { return false }
      group.isCandidate = false
      groups.append(group)
    }
    let goesWhole = !path.isEmpty && number("\(folder)/memory.oom.group") == 1
    var isLeaf = true
    for name in list(folder).sorted()
    where walk("\(path)/\(name)", depth: depth + 1, within: isWhole || goesWhole, list) {
      isLeaf = false
    }
    if !path.isEmpty, !isWhole { groups[place].isCandidate = isLeaf || goesWhole }
    return true
  }

  private mutating func read(_ path: String, _ folder: String) -> GroupReading? {
    guard let memory = number("\(folder)/memory.current") else { return nil }
    var group = GroupReading(path: path)
    group.memoryBytes = memory
    group.swapBytes = number("\(folder)/memory.swap.current") ?? 0
    group.scanned = scanned("\(folder)/memory.stat")
    if fill("\(folder)/memory.pressure") {
      group.fullAverage10 = PressureParser.parse(buffer.contents)?.full.average10 ?? 0
    }
    if lmk_attribute_is_true(folder, "user.oomd_omit") == 1 {
      group.preference = .omit
    } else if lmk_attribute_is_true(folder, "user.oomd_avoid") == 1 {
      group.preference = .avoid
    }
    return group
  }

  private mutating func scanned(_ path: String) -> UInt64 {
    guard fill(path) else { return 0 }
    let bytes = buffer.contents
    var index = 0
    while index < bytes.count {
      let word = bytes.word(&index)
      bytes.skipBlanks(&index)
      if bytes.equals(word, "pgscan") { return bytes.unsigned(&index) ?? 0 }
      guard bytes.skipLine(&index) else { break }
    }
    return 0
  }

  private mutating func number(_ path: String) -> UInt64? {
    guard fill(path) else { return nil }
    var index = 0
    return buffer.contents.unsigned(&index)
  }

  /// `false`: there is nothing to be read.
  private mutating func fill(_ path: String) -> Bool {
    do {
      try buffer.fillOnce(from: try FileDescriptor.open(path: path, .read))
    } catch {
      return false
    }
    return true
  }
}
