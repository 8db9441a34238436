import FoundationEssentials
import LMKCore

/// What kind of machine this is, as far as files tell: which preset fits where nobody chose one.
struct MachineClass: Hashable {
  var preset: Preset
  /// Why, as the rest of a sentence.
  var reason: String

  /// Below this a machine is small.
  private static let smallBytes = 1 << 30

  /// - Parameters:
  ///   - memory: the machine's.
  ///   - root: before every path, for tests.
  init(memory: MemoryReading, pageSize: Int, under root: String = "") {
    if let pods = Pods.find(under: root) {
      preset = .node
      reason = "kubelet runs pods here (\(pods.path))"
    } else if let ram = memory.ramPages, ram * pageSize < Self.smallBytes {
      preset = .small
      reason = "it has less than 1 GiB"
    } else if let session = Self.session(root) {
      preset = .desktop
      reason = "a graphical session runs here (\(session))"
    } else {
      preset = .server
      reason = "no graphical session runs here"
    }
  }

  /// A socket of X or of Wayland.
  private static func session(_ root: String) -> String? {
    func names(_ folder: String) -> [String] {
      // A folder that is not there has none.
      (try? FileManager.default.contentsOfDirectory(atPath: root + folder))?.sorted() ?? []
    }
    if let socket = names("/tmp/.X11-unix").first(where: { $0.hasPrefix("X") }) {
      return "/tmp/.X11-unix/\(socket)"
    }
    for user in names("/run/user") {
      if let socket = names("/run/user/\(user)").first(where: {
        $0.hasPrefix("wayland-") && !$0.hasSuffix(".lock")
      }) {
        return "/run/user/\(user)/\(socket)"
      }
    }
    return nil
  }
}

/// Kubernetes on this machine.
struct Pods: Hashable {
  /// The control group of all pods, in the hierarchy.
  var path: String
  /// kubelet's hard limit, as its configuration writes it.
  var evictsBelow: String

  /// `nil`: no kubelet, or no control group of pods.
  static func find(under root: String = "") -> Pods? {
    guard let text = SmallFile.text("\(root)/var/lib/kubelet/config.yaml") else { return nil }
    let mounts = ["/sys/fs/cgroup", "/sys/fs/cgroup/memory"]
    for path in ["/kubepods.slice", "/kubepods"] {
      for mount in mounts where FileManager.default.fileExists(atPath: root + mount + path) {
        return Pods(path: path, evictsBelow: limit(in: text) ?? "100Mi")
      }
    }
    return nil
  }

  /// `  memory.available: "200Mi"`, below evictionHard.
  private static func limit(in text: String) -> String? {
    var isHard = false
    for line in text.split(separator: "\n") {
      if line.first != " " { isHard = line.hasPrefix("evictionHard:") }
      let parts = line.split(separator: ":", maxSplits: 1)
      guard isHard, parts.count == 2,
        parts[0].filter({ $0 != " " && $0 != "\"" })
          == "memory.available"
      else { continue }
      return parts[1].filter { $0 != " " && $0 != "\"" && $0 != "'" }
    }
    return nil
  }
}
