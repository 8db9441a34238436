import LMKCore
import LMKLinux

/// `user:NAME`, `cgroup:PATH`, `subtree:PID`, as an operator writes it.
struct ScopeText {
  private static let kinds = ["user", "cgroup", "subtree", "machine"]

  let text: String

  /// What it means here.
  ///
  /// - Throws: what is wrong with it, as the end of a sentence.
  func scope(under root: ProcRoot) throws(Defect) -> Scope {
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    let kind = String(parts[0])
    if kind == "machine", parts.count == 1 { return .machine }
    guard parts.count == 2, !parts[1].isEmpty else {
      throw Defect("'\(text)' must be user:NAME, cgroup:PATH or subtree:PID")
    }
    let value = String(parts[1])
    switch kind {
    case "user": return .user(try Self.user(value))
    case "cgroup": return .cgroup(try Self.group(value, root))
    case "subtree": return .subtree(try Self.process(value, root))
    default:
      let question = NearestWord(words: Self.kinds).question(about: kind)
      throw Defect("'\(kind)' is no kind of scope: user, cgroup or subtree\(question)")
    }
  }

  /// Words for the one who wrote it.
  struct Defect: Error {
    var words: String
    init(_ words: String) { self.words = words }
  }

  private static func user(_ value: String) throws(Defect) -> UInt32 {
    let names = UserNames.read().all
    if let found = names.filter({ $0.value == value }).keys.min() { return found }
    if let number = UInt32(value) { return number }
    let question = NearestWord(words: names.values.sorted()).question(about: value)
    throw Defect("there is no user '\(value)'\(question)")
  }

  private static func group(_ value: String, _ root: ProcRoot) throws(Defect) -> String {
    guard root.isLive else { throw Defect("a captured tree has no control groups") }
    guard let mount = CgroupMount.find(root) else {
      throw Defect("no control groups that account for memory are mounted")
    }
    let path = mount.path(of: value)
    do {
      _ = try CgroupMemory(path: path, in: mount, pageSize: Host.pageSize)
    } catch .noEntry {
      throw Defect(
        "there is no control group '\(path)' that accounts for memory under \(mount.point)")
    } catch {
      throw Defect("the control group '\(path)' cannot be read: \(error)")
    }
    return path
  }

  private static func process(_ value: String, _ root: ProcRoot) throws(Defect) -> ProcessKey {
    guard let pid = Int32(value), pid > 0 else { throw Defect("'\(value)' is no pid") }
    var reader = ProcessReader(root: root)
    guard case .read(let reading) = reader.read(pid: pid) else {
      throw Defect("there is no process \(pid)")
    }
    return reading.key
  }
}
