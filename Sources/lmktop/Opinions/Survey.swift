import FoundationEssentials
import LMKCore
import LMKEngine
import LMKLinux
import LMKOpinions

/// Reads, once and on demand, what other killers go by: the processes in depth, the control groups,
/// and the settings of those killers that run here.
struct Survey: Sendable {
  let root: ProcRoot
  /// Bytes.
  let pageSize: Int
  /// A process that is not there for anybody to take: the one that looks once and is gone.
  var leavesOut: Int32?

  /// What every killer but this program's own table would do. Some 30 µs for each process.
  func opinions() -> [Opinion] {
    do {
      var population = try population()
      addGroups(to: &population)
      return council(on: population).opinions(of: population)
    } catch {
      return [
        Opinion(
          name: Opinions.kernelName, wouldAct: false,
          why: "\(root.path) cannot be read (\(error)): nobody's opinion is known")
      ]
    }
  }

  // MARK: Whom they look at

  private func population() throws(Errno) -> Population {
    var reader = DeepReader(root: root, pageSize: pageSize)
    let readings = try reader.readAll().filter { $0.reading.key.pid != leavesOut }
    // Behind the processes: reading them takes time, and triggers are compared with what is now.
    let memory = try SingleLook.memory(root: root, pageSize: pageSize)
    return Population(memory: memory, pageSize: pageSize, subjects: readings)
  }

  private func addGroups(to population: inout Population) {
    guard root.isLive else {
      population.groupsReason = "a captured tree has no control groups"
      return
    }
    do throws(GroupReader.Obstacle) {
      population.groups = try GroupReader.read(root, listing: Self.folders)
    } catch {
      population.groupsReason = "\(error)"
    }
  }

  private static func folders(in folder: String) -> [String] {
    // A group that was removed meanwhile has none.
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else {
      return []
    }
    return names.filter { name in
      var isFolder = false
      return FileManager.default.fileExists(atPath: "\(folder)/\(name)", isDirectory: &isFolder)
        && isFolder
    }
  }

  // MARK: By which settings

  private func council(on population: Population) -> Council {
    var council = Council()
    council.kernel = kernel
    council.minfree = Thresholds.preset(.android, ramPages: nil, pageSize: pageSize).thresholds
    for subject in population.subjects {
      let reading = subject.reading
      guard !reading.isKernelThread,
        let killer = Council.Killer(rawValue: reading.name.text), council.running[killer] == nil,
        runs(killer, reading.key.pid)
      else { continue }
      council.running[killer] = reading.key.pid
    }
    if let pid = council.running[.earlyoom] {
      council.earlyoom = EarlyoomSettings(arguments: arguments(of: pid))
      note(council.earlyoom, on: population, in: &council)
    }
    if council.running[.oomd] != nil { council.oomd = OOMDFiles.settings() }
    return council
  }

  private var kernel: KernelKiller {
    let error = CounterError(root: root, processors: Host.processorCount)
    var isPerThread = false
    if case .perThread = error { isPerThread = true }
    return KernelKiller(
      panics: number("sys/vm/panic_on_oom"),
      takesAllocating: number("sys/vm/oom_kill_allocating_task") != 0,
      counterError: KernelKiller.CounterError(
        pages: error.pages(threads: 1), isPerThread: isPerThread))
  }

  private func number(_ file: String) -> Int {
    SmallFile.text("\(root.path)/\(file)").flatMap { Int($0) } ?? 0
  }

  /// A name is soon borrowed: what it runs must be called so too.
  private func runs(_ killer: Council.Killer, _ pid: Int32) -> Bool {
    var reader = ExecutableReader(root: root)
    guard let path = reader.path(of: pid) else { return !root.isLive }
    return path.split(separator: UInt8(ascii: "/")).last.map { String(decoding: $0, as: UTF8.self) }
      == killer.rawValue
  }

  /// Without its own name.
  private func arguments(of pid: Int32) -> [String] {
    guard let text = SmallFile.text("\(root.path)/\(pid)/cmdline") else { return [] }
    return text.split(separator: "\0", omittingEmptySubsequences: false).dropLast().dropFirst()
      .map(String.init)
  }

  /// earlyoom's expressions are POSIX's, these are PCRE's: what people write there means the same.
  private func note(
    _ settings: EarlyoomSettings, on population: Population, in council: inout Council
  ) {
    func matches(_ text: String?) -> Set<ProcessKey> {
      guard let text, let pattern = try? Pattern(text) else { return [] }
      return Set(
        population.subjects.map(\.reading).filter { pattern.isFound(in: $0.name.bytes) }
          .map(\.key))
    }
    for key in matches(settings.prefer) { council.shifts[key, default: 0] += 300 }
    for key in matches(settings.avoid) { council.shifts[key, default: 0] -= 300 }
    council.ignored = matches(settings.ignore)
  }
}
