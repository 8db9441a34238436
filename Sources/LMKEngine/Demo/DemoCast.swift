import LMKCore

/// Who plays: names that everybody knows from a desktop that also builds, serves and computes.
enum DemoCast {
  static let pagesPerMiB = 256.0

  /// Units, by number from 1.
  static let units = [
    "/init.scope", "/system.slice/ssh.service", "/system.slice/mysql.service",
    "/user.slice/user-1000.slice/session-2.scope", "/user.slice/user-1000.slice/app-browser.scope",
    "/user.slice/user-1000.slice/app-build.scope", "/system.slice/train.service",
    "/system.slice/systemd-udevd.service",
  ]

  /// A rule protects the desktop; it is the first and only one.
  static let book = RuleBook(rules: [ProcessRule(label: "desktop", action: .protect)])
  static let protected: Set<ProcessName> = [ProcessName("Xorg"), ProcessName("gnome-shell")]

  static let userNames: [UInt32: String] = [0: "root", 110: "mysql", 998: "train", 1000: "ada"]

  /// What runs from the beginning: pid, name, command line, user, parent, adj, MiB of RSS, of which
  /// shared, unit.
  private static let table: [(Int32, String, String, UInt32, Int32, Int, Double, Double, Int)] = [
    (1, "systemd", "/sbin/init", 0, 0, 0, 12, 8, 1),
    (402, "systemd-udevd", "/usr/lib/systemd/systemd-udevd", 0, 1, -1000, 9, 6, 8),
    (871, "sshd", "sshd: /usr/sbin/sshd -D", 0, 1, -1000, 8, 6, 2),
    (1212, "mysqld", "/usr/sbin/mysqld --datadir=/srv/db", 110, 1, 0, 2350, 40, 3),
    (1604, "Xorg", "/usr/lib/xorg/Xorg :0 vt2", 0, 1580, 0, 240, 90, 4),
    (1688, "gnome-shell", "/usr/bin/gnome-shell", 1000, 1580, 0, 520, 150, 4),
    (1733, "tmux: server", "tmux new-session -s work", 1000, 1, 0, 18, 4, 4),
    (1740, "bash", "-bash", 1000, 1733, 0, 6, 3, 4),
    (2011, "chrome", "/opt/chrome/chrome", 1000, 1688, 200, 460, 160, 5),
    (2044, "chrome", "/opt/chrome/chrome --type=gpu-process", 1000, 2011, 200, 310, 170, 5),
    (2090, "chrome", "/opt/chrome/chrome --type=renderer --tab=mail", 1000, 2011, 300, 640, 130, 5),
    (2117, "chrome", "/opt/chrome/chrome --type=renderer --tab=maps", 1000, 2011, 300, 812, 140, 5),
    (2163, "chrome", "/opt/chrome/chrome --type=renderer --tab=news", 1000, 2011, 300, 290, 120, 5),
    (2400, "java", "java -Xmx3g -jar ide.jar", 1000, 1688, 100, 1480, 60, 4),
  ]

  /// What a player is called by; of those who come later, by their names.
  static func commandLine(pid: Int32, name: ProcessName) -> String {
    if let row = table.first(where: { $0.0 == pid }) { return row.2 }
    switch name.text {
    case "python3": return "python3 train.py --epochs 40"
    case "make": return "make -j6"
    case "cc1plus": return "cc1plus -O2 part\(pid % 97).cc"
    default: return ""
    }
  }

  private static let kernelThreads: [(Int32, String)] = [
    (2, "kthreadd"), (14, "rcu_preempt"), (77, "kswapd0"), (91, "kcompactd0"),
  ]

  static func opening() -> [DemoProcess] {
    let ordinary = table.map { pid, name, _, uid, parent, adj, rss, shared, unit in
      DemoProcess(
        key: ProcessKey(pid: pid, startTime: UInt64(pid) * 40), name: ProcessName(name),
        uid: uid, parent: parent, adj: OOMScoreAdj(adj) ?? 0, course: .steady,
        rss: rss * pagesPerMiB, shared: shared * pagesPerMiB, unit: unit)
    }
    return ordinary
      + kernelThreads.map { pid, name in
        DemoProcess(
          key: ProcessKey(pid: pid, startTime: 1), name: ProcessName(name), uid: 0,
          parent: pid == 2 ? 0 : 2, adj: 0, course: .steady, rss: 0, shared: 0, unit: 1,
          isKernelThread: true)
      }
  }

  /// The one that fills the memory; its service starts it again after each end.
  static func leaker(_ key: ProcessKey, bornAt: Double) -> DemoProcess {
    DemoProcess(
      key: key, name: ProcessName("python3"), uid: 998,
      parent: 1, adj: 950, course: .leaks(after: 6, pagesPerSecond: 230 * pagesPerMiB),
      rss: 180 * pagesPerMiB, shared: 12 * pagesPerMiB, unit: 7, isStubborn: true, bornAt: bornAt)
  }

  /// Somebody wants something built, again and again.
  static func make(_ key: ProcessKey, bornAt: Double) -> DemoProcess {
    DemoProcess(
      key: key, name: ProcessName("make"), uid: 1000, parent: 1740, adj: 900, course: .steady,
      rss: 14 * pagesPerMiB, shared: 3 * pagesPerMiB, unit: 6, bornAt: bornAt)
  }

  /// One of the compilers that make starts.
  static func compiler(
    _ key: ProcessKey, peakMiB: Double, seconds: Double, bornAt: Double
  ) -> DemoProcess {
    DemoProcess(
      key: key, name: ProcessName("cc1plus"), uid: 1000, parent: 1740, adj: 900,
      course: .works(peak: peakMiB * pagesPerMiB, seconds: seconds),
      rss: 20 * pagesPerMiB, shared: 9 * pagesPerMiB, unit: 6, bornAt: bornAt)
  }
}
