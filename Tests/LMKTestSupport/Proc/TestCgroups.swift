import Foundation

/// A v1 memory cgroup with a limit that only the test's own child can reach; removed with its owner.
public final class MemoryCgroup {
  private static let root = "/sys/fs/cgroup/memory"

  public static var isPossible: Bool {
    geteuid() == 0 && access("\(root)/memory.limit_in_bytes", F_OK) == 0
      && access(root, W_OK) == 0
  }

  private let path: String

  /// - Parameter limit: bytes.
  public init(limit: Int) throws {
    path = "\(Self.root)/lmktop-test-\(getpid())-\(UUID().uuidString.prefix(8))"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    try put("\(limit)", "memory.limit_in_bytes")
  }

  deinit {
    // Who has just ended may still be counted in it.
    for _ in 0..<200 where rmdir(path) != 0 && errno == EBUSY { usleep(20_000) }
  }

  /// Within its hierarchy.
  public func path(in point: String) -> String { String(path.dropFirst(point.count)) }

  public func add(_ pid: Int32) throws { try put("\(pid)", "cgroup.procs") }

  private func put(_ text: String, _ file: String) throws {
    try Data(text.utf8).write(to: URL(filePath: "\(path)/\(file)"))
  }
}

/// An empty cgroup of version 2, for its memory.pressure; removed with its owner.
public final class PressureCgroup {
  public static let place: String? = {
    guard geteuid() == 0 else { return nil }
    return ["/sys/fs/cgroup", "/sys/fs/cgroup/unified"].first {
      access("\($0)/cgroup.controllers", F_OK) == 0 && access($0, W_OK) == 0
        && access("/proc/pressure/memory", F_OK) == 0
    }
  }()

  private let path: String
  public var pressure: String { "\(path)/memory.pressure" }

  public init() throws {
    path = "\(Self.place ?? "")/lmktop-test-\(getpid())-\(UUID().uuidString.prefix(8))"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  public func remove() { rmdir(path) }
  deinit { remove() }
}

/// An empty group of one hierarchy of control groups, for the test's own children; removed with its
/// owner.
public final class PlainCgroup {
  public enum Kind: String, Sendable {
    /// Version 2, without controllers.
    case two = "cgroup.kill"
    case freezer = "freezer.state"
    case memory = "memory.limit_in_bytes"
  }

  /// Where the hierarchy is mounted; `nil`: it is not, or it is not ours to write.
  public static func point(_ kind: Kind) -> String? {
    guard geteuid() == 0 else { return nil }
    let points =
      switch kind {
      case .two: ["/sys/fs/cgroup", "/sys/fs/cgroup/unified"]
      case .freezer: ["/sys/fs/cgroup/freezer"]
      case .memory: ["/sys/fs/cgroup/memory"]
      }
    let sign = kind == .two ? "cgroup.controllers" : "cgroup.procs"
    return points.first { access("\($0)/\(sign)", F_OK) == 0 && access($0, W_OK) == 0 }
  }

  public let folder: String
  /// Within its hierarchy.
  public let path: String

  /// - Throws: if it cannot be made, or lacks what its kind is named after.
  public init(_ kind: Kind) throws {
    let point = Self.point(kind) ?? ""
    path = "/lmktop-test-\(getpid())-\(UUID().uuidString.prefix(8))"
    folder = point + path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    guard access("\(folder)/\(kind.rawValue)", F_OK) == 0 else { throw POSIXError(.ENOENT) }
  }

  public func read(_ file: String) -> String {
    (try? String(contentsOfFile: "\(folder)/\(file)", encoding: .utf8)) ?? ""
  }

  /// A zombie that nobody has reaped still counts in some of them: only the living are meant.
  public var members: [Int32] {
    read("cgroup.procs").split(separator: "\n").compactMap { Int32($0) }
  }

  deinit {
    for _ in 0..<200 where rmdir(folder) != 0 && errno == EBUSY { usleep(20_000) }
  }
}
