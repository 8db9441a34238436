import CLinux
import LMKCore

/// The folder that everything is read under: /proc, or a captured copy of one.
public final class ProcRoot: Sendable {
  /// As it was given.
  public let path: String
  /// Whether this is the running kernel's own /proc, and its pids are ours: only then may
  /// anything under it be killed.
  public let isLive: Bool
  /// Why it is not live, in one sentence; empty if it is.
  public let notLiveReason: String

  let folder: FileDescriptor

  /// Opens the folder (openat(2) with `O_PATH`), and looks for a vmstat in it.
  public init(path: String = "/proc") throws(ProcError) {
    self.path = path
    do {
      folder = try FileDescriptor.open(path: path, .place)
    } catch {
      throw ProcError(path: path, error)
    }
    do {
      _ = try folder.open(at: "vmstat", .read)
    } catch .noEntry {
      throw .notProc(path: path)
    } catch {
      throw ProcError(path: "\(path)/vmstat", error)
    }
    notLiveReason = Self.whyNotLive(path: path, folder: folder)
    isLive = notLiveReason.isEmpty
  }

  /// The value of `Capability.Name.live`.
  public var liveCapability: Capability {
    Capability(.live, isAvailable: isLive, reason: notLiveReason)
  }

  private static func whyNotLive(path: String, folder: borrowing FileDescriptor) -> String {
    var trimmed = path[...]
    while trimmed.count > 1, trimmed.hasSuffix("/") { trimmed.removeLast() }
    guard trimmed == "/proc", lmk_is_procfs(folder.raw) == 1 else {
      return "\(path) is a captured tree, not the running kernel: nothing in it can be killed"
    }
    // After unshare(CLONE_NEWPID) without a fresh mount, /proc speaks of another namespace's pids,
    // and the process that we would signal by such a number is not the one that was read.
    var own = [CChar](repeating: 0, count: 16)
    let length = lmk_readlinkat(folder.raw, "self", &own, own.count)
    let told =
      length > 0 ? Int32(String(decoding: own[..<Int(length)].map(UInt8.init), as: UTF8.self)) : nil
    guard told == Identity.ownPid else {
      return "\(path) belongs to another pid namespace: nothing in it can be killed from here"
    }
    return ""
  }
}
