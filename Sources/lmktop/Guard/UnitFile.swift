import FoundationEssentials

/// A systemd unit that runs the guard, as text with its reasons.
struct UnitFile {
  /// Those of this program; they become the unit's, but for `--print-unit`.
  let arguments: [String]
  let isArmed: Bool

  var text: String {
    """
    # lmktop guard as a service. Put it into /etc/systemd/system/lmktop-guard.service, then
    #   systemctl daemon-reload && systemctl enable --now lmktop-guard
    # It reads /etc/lmktop/config.toml and /etc/lmktop/config.d/*.toml, if they are there, and again
    # on 'systemctl reload lmktop-guard'. What it did: journalctl -u lmktop-guard, or
    # /var/lib/lmktop/journal.jsonl.

    [Unit]
    Description=lmktop: kills before the kernel's OOM killer has to
    # Two killers would race: let one of them go.
    Conflicts=earlyoom.service nohang.service systemd-oomd.service
    # A guard that cannot arm is said once, not for ever.
    StartLimitIntervalSec=60
    StartLimitBurst=5

    [Service]
    Type=exec
    # \(isArmed ? "--arm: it kills. With --dry-run it only says who would die." : "A dry run: it kills nothing, and says who would die. With --arm it kills.")
    ExecStart=\(command)
    ExecReload=/bin/kill -HUP $MAINPID
    Restart=on-failure
    RestartSec=1
    Environment=XDG_CONFIG_HOME=/etc XDG_STATE_HOME=/var/lib
    StateDirectory=lmktop

    # The kernel's killer takes others first, and reclaim leaves its few megabytes alone.
    OOMScoreAdjust=-999
    OOMPolicy=continue
    MemoryMin=24M
    MemoryLow=32M
    MemorySwapMax=0
    LimitMEMLOCK=infinity
    TasksMax=16

    # Signal anybody; lock memory; come first on the CPU; see all of /proc; hear births and ends
    # (before Linux 6.6), writes of oom_score_adj and PSI at once; read the kernel's log; lower its
    # own oom_score_adj where it was not started with a low one.
    CapabilityBoundingSet=CAP_KILL CAP_IPC_LOCK CAP_SYS_NICE CAP_SYS_PTRACE CAP_DAC_READ_SEARCH
    CapabilityBoundingSet=CAP_NET_ADMIN CAP_PERFMON CAP_SYS_RESOURCE CAP_SYSLOG
    NoNewPrivileges=yes
    ProtectSystem=strict
    ProtectHome=yes
    PrivateTmp=yes
    RestrictAddressFamilies=AF_NETLINK AF_UNIX
    RestrictNamespaces=yes
    MemoryDenyWriteExecute=yes
    LockPersonality=yes
    # Not ProtectProc= and not PrivateUsers=: it must see and reach every process.

    [Install]
    WantedBy=multi-user.target

    """
  }

  private var command: String {
    var words = arguments.drop { $0 != "guard" }.dropFirst().filter { $0 != "--print-unit" }
    if !isArmed, !words.contains("--dry-run") { words.insert("--dry-run", at: 0) }
    return ([executable, "guard"] + words).map(Self.quoted).joined(separator: " ")
  }

  private var executable: String {
    let link = "/proc/self/exe"
    // Without /proc there is nothing to watch either: the usual place, then.
    guard let path = try? FileManager.default.destinationOfSymbolicLink(atPath: link),
      path.hasPrefix("/")
    else { return "/usr/local/bin/lmktop" }
    return path
  }

  /// As systemd.service(5) reads a word: `%` and `$` are its own.
  private static func quoted(_ word: String) -> String {
    let escaped = word.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
      .replacing("%", with: "%%").replacing("$", with: "$$")
    let isPlain = !word.isEmpty && word.allSatisfy { !$0.isWhitespace && !"\"'\\;".contains($0) }
    return isPlain ? escaped : "\"\(escaped)\""
  }
}
