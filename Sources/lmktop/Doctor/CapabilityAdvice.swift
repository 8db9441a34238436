import LMKCore

/// What a capability is good for, and what to do where it is missing.
struct CapabilityAdvice {
  let purpose: String
  let advice: String
  /// Without it nothing is killed.
  var isNeeded = false
  /// Without it much still works.
  var isHalfWithout = false
  /// A reason stands there for information.
  var reasonIsNoLoss = false

  /// Every capability there is: a new one has to find its place here.
  init(_ name: Capability.Name) {
    switch name {
    case .live:
      purpose = "/proc is the running kernel's, with our pids"
      advice = "mount a /proc of this pid namespace (unshare --mount-proc)"
      isNeeded = true
    case .processes:
      purpose = "no hidepid hides other users' processes"
      advice = "run as root, give it CAP_SYS_PTRACE, or mount /proc with gid= of your group"
      isNeeded = true
    case .reading:
      purpose = "every process that is listed can be read"
      advice = "run as root"
      isHalfWithout = true
    case .vmstat:
      purpose = "the terms of the rule"
      advice = "this kernel or container hides it: run lmktop on the host"
      isNeeded = true
    case .zoneinfo:
      purpose = "the kernel's reserve, which is subtracted from free"
      advice = "without it rows are crossed later: choose larger sizes"
    case .meminfo:
      purpose = "MemAvailable and swap"
      advice = "without it relief after a kill is not measured"
    case .pressure:
      purpose = "stalls, by PSI"
      advice = "a kernel with CONFIG_PSI, started with psi=1"
    case .pressureTrigger:
      purpose = "a wake-up when processes stall"
      advice = "CAP_SYS_RESOURCE for windows below 2 s; psi=1 on the kernel's command line"
    case .pidfd:
      purpose = "signals that cannot meet a reused pid"
      advice = "Linux 5.3 or later; a container's seccomp profile must allow pidfd_open"
      isNeeded = true
    case .reaping:
      purpose = "memory of a victim can be taken before it has ended (process_mrelease)"
      advice = "Linux 5.15 or later; without it a victim's memory comes back when it has ended"
    case .scope:
      purpose = "what the scope names is there"
      advice = "name a user, a cgroup or a process that exists (--scope)"
    case .rules:
      purpose = "the rules are answered for every process"
      advice = "a command line that hangs is not waited for; rules by name, user or unit need none"
      isHalfWithout = true
    case .signalAll:
      purpose = "processes of every user can be signalled"
      advice = "run as root, or setcap cap_kill+ep lmktop"
      isHalfWithout = true
    case .memoryLock:
      purpose = "armed, the kill path stays in memory"
      advice = "CAP_IPC_LOCK, or a larger ulimit -l (LimitMEMLOCK=infinity in a unit)"
    case .priority:
      purpose = "armed, the engine comes first on the CPU"
      advice = "CAP_SYS_NICE, or LimitNICE=-20 in a unit"
    case .ownAdj:
      purpose = "armed, the kernel kills lmktop itself last"
      advice = "CAP_SYS_RESOURCE, or OOMScoreAdjust=-999 in a unit"
    case .journal:
      purpose = "every act is kept on disk"
      advice = "make its folder writable, or name another file with --journal"
      reasonIsNoLoss = true
    case .recording:
      purpose = "all that happened is kept on disk, to be replayed"
      advice = "make room on the disk, or name another file with --record"
      reasonIsNoLoss = true
    case .journald:
      purpose = "every act is told to journald too"
      advice = "nothing, unless this machine should run systemd-journald"
    case .procConnector:
      purpose = "births and ends are told by the kernel"
      advice =
        "run in the first pid and user namespaces; before Linux 6.6 with CAP_NET_ADMIN; else"
        + " /proc is listed at each tick"
    case .tracepoints:
      purpose = "writes of oom_score_adj are told by the kernel"
      advice = "CAP_PERFMON (or root), and a mounted tracefs"
    case .kernelLog:
      purpose = "whom the kernel's own killer kills, and why"
      advice = "CAP_SYSLOG, or sysctl kernel.dmesg_restrict=0"
    }
  }
}
