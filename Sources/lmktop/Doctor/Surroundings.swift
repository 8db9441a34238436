import LMKCore
import LMKLinux
import LMKScreen

/// What stands around lmktop: limits, cgroups, a container's own view of /proc, other killers.
struct Surroundings {
  private let snapshot: Snapshot

  init(_ snapshot: Snapshot) { self.snapshot = snapshot }

  var findings: [Finding] {
    [descriptors, agreement, cgroups, ownLimit, otherKillers].compactMap { $0 }
  }

  private func size(_ pages: Int) -> String { SizeText(pageSize: snapshot.pageSize)(pages) }

  private var descriptors: Finding {
    let name = "descriptors"
    do {
      let limit = try DescriptorLimit.raise()
      // The ready victims' three each, the sources' rings, and files kept open between passes.
      let words = limit == .max ? "no limit" : "\(limit) may be open"
      guard limit < 4096 else { return Finding(name, .ok, words) }
      return Finding(
        name, limit < 512 ? .missing : .partial,
        "only \(words): fewer files are kept open between passes",
        advice: "ulimit -Hn 8192, or LimitNOFILE=8192 in a unit")
    } catch {
      return Finding(name, .missing, "RLIMIT_NOFILE: \(error)")
    }
  }

  /// Both count the machine's memory; lxcfs and the like show a container's in one of them, and a
  /// virtual machine may be given memory that its zones do not manage.
  private var agreement: Finding? {
    let total = snapshot.memory.totalPages
    let managed = snapshot.memory.managedPages
    guard total > 0, managed > 0 else { return nil }
    let name = "proc-agrees"
    guard abs(total - managed) > managed / 50 else {
      return Finding(name, .ok, "meminfo and zoneinfo speak of the same machine")
    }
    return Finding(
      name, .partial,
      "meminfo says \(size(total)), zoneinfo \(size(managed)): a container's own /proc, or memory that"
        + " a hypervisor gave later",
      advice:
        "in a container run lmktop on the host; give thresholds in MiB, for % is of zoneinfo's")
  }

  private var cgroups: Finding {
    let name = "cgroup-memory"
    let mounts = CgroupMounts(SmallFile.text("/proc/self/mountinfo") ?? "")
    if let unified = mounts.unified {
      let controllers = SmallFile.text(unified + "/cgroup.controllers") ?? ""
      if controllers.split(separator: " ").contains("memory") {
        return Finding(name, .ok, "v2, at \(unified)")
      }
    }
    if let memory = mounts.memory {
      return Finding(
        name, .partial, "v1, at \(memory): without memory.pressure and cgroup.kill",
        advice: "nothing, unless scopes by cgroup are wanted: then boot with the unified hierarchy")
    }
    return Finding(
      name, .missing, "no memory controller is mounted",
      advice: "nothing, unless scopes by cgroup are wanted")
  }

  /// A limit of our own cgroup: low memory there is not low memory of the machine.
  private var ownLimit: Finding? {
    let mounts = CgroupMounts(SmallFile.text("/proc/self/mountinfo") ?? "")
    guard let path = mounts.limitFile(of: SmallFile.text("/proc/self/cgroup") ?? ""),
      let text = SmallFile.text(path), let bytes = Int(text)
    else { return nil }
    let limit = bytes / snapshot.pageSize
    guard limit < snapshot.memory.totalPages else { return nil }
    return Finding(
      "cgroup-limit", .partial,
      "lmktop's own cgroup may hold \(size(limit)) of \(size(snapshot.memory.totalPages)): the rule"
        + " looks at the whole machine and does not see that limit",
      advice: "run lmktop outside the container, or remember that the kernel kills inside it")
  }

  /// Two killers for one shortage take two victims.
  private var otherKillers: Finding {
    let known = ["earlyoom", "nohang", "nohang-desktop", "systemd-oomd", "oomd", "bustd", "lmkd"]
    let own = Identity.ownPid
    let found = snapshot.rows.filter { row in
      let name = row.candidate.name.text
      return known.contains(name) || name == "lmktop" && row.candidate.key.pid != own
    }
    guard !found.isEmpty else { return Finding("other-killers", .ok, "none is running") }
    let words = found.map { "\($0.candidate.name.text) (\($0.candidate.key.pid))" }
    return Finding(
      "other-killers", .partial, "\(words.joined(separator: ", ")) may kill too",
      advice: "stop the other before you arm, or let their thresholds lie apart")
  }
}
