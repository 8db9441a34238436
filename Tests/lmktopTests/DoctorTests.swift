import Foundation
import LMKCore
import LMKTestSupport
import Testing

@testable import lmktop

@Suite("lmktop doctor")
struct DoctorTests {
  private func findings(_ program: FinishedCommand) throws -> [String: [String: Any]] {
    let value = try JSONSerialization.jsonObject(with: program.output) as? [String: Any]
    let list = try #require(value?["findings"] as? [[String: Any]])
    return Dictionary(
      list.map { ($0["name"] as? String ?? "", $0) },
      uniquingKeysWith: { first, _ in
        Issue.record("\(first["name"] ?? "") comes twice")
        return first
      })
  }

  @Test("Every capability appears, and the surroundings; what is not well has a reason")
  func everything() throws {
    let program = try Program.run("doctor", "--json")
    let found = try findings(program)
    for name in Capability.Name.allCases {
      #expect(found[name.rawValue] != nil, "\(name.rawValue) is missing")
    }
    for name in [
      "configuration", "own-adj", "descriptors", "cgroup-memory",
      "other-killers",
    ] { #expect(found[name] != nil, "\(name) is missing") }
    for (name, finding) in found {
      #expect((finding["reason"] as? String)?.isEmpty == false, "\(name)")
    }
    let canKill = !found.values.contains {
      $0["needed"] as? Bool == true && $0["state"] as? String == "missing"
    }
    #expect(program.status == (canKill ? 0 : 69))
  }

  @Test("The table names the same, with what to do, and writes nothing")
  func table() throws {
    try withTemporaryFolder { folder in
      let program = try Program.run(
        ["doctor"], environment: ["XDG_STATE_HOME": folder.path + "/state"])
      for name in Capability.Name.allCases {
        #expect(program.text.contains(" \(name.rawValue) "), "\(name.rawValue)")
      }
      #expect(program.text.contains("\(folder.path)/state/lmktop/journal.jsonl"))
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
    }
  }

  @Test("A broken configuration, and a hook that cannot be run, are found")
  func configuration() throws {
    try withTemporaryFolder { folder in
      let file = folder.appending(path: "c.toml")
      try "grase = 3".write(to: file, atomically: true, encoding: .utf8)
      let broken = try Program.run("doctor", "--json", "--config", file.path)
      #expect(broken.status == 69)
      let words = try findings(broken)["configuration"]?["reason"] as? String
      #expect(words?.contains("did you mean 'grace'?") == true)
      try "hook_after = [\"/nonexistent/x\"]".write(to: file, atomically: true, encoding: .utf8)
      let hook = try findings(try Program.run("doctor", "--json", "--config", file.path))
      #expect(hook["hook-after"]?["state"] as? String == "missing")
    }
  }

  @Test(
    "In a pid namespace under the outer /proc nothing can be killed, and the status says so",
    .enabled(if: WholeProgramTests.mayUnshare, "needs a private PID namespace"))
  func foreignProc() throws {
    let program = try FinishedCommand.run(
      "/usr/bin/unshare",
      ["--fork", "--pid", "--kill-child", Built.path("lmktop"), "doctor", "--json"])
    #expect(program.status == 69, "\(program.complaint)")
    #expect(try findings(program)["live-kernel"]?["state"] as? String == "missing")
  }

  @Test(
    "Another killer by its name is a hint",
    .enabled(if: WholeProgramTests.mayUnshare, "needs a private PID namespace"))
  func otherKiller() throws {
    let hex = "earlyoom".utf8.map { String($0, radix: 16) }.joined()
    let program = try FinishedCommand.run(
      "/usr/bin/unshare",
      [
        "--fork", "--pid", "--mount-proc", "--kill-child", "/bin/sh", "-c",
        """
        exec 3> /dev/null; \(Built.path("lmkstorm")) name \(hex) > /tmp/lmk-$$ & \
        until grep -q earlyoom /proc/2/comm; do sleep 0.05; done; \
        rm -f /tmp/lmk-$$; \(Built.path("lmktop")) doctor --json
        """,
      ])
    let killers = try findings(program)["other-killers"]
    #expect(killers?["state"] as? String == "partial")
    #expect((killers?["reason"] as? String)?.contains("earlyoom (2)") == true)
  }

  @Test("Where cgroups are mounted is read from mountinfo, and a process's own limit from there")
  func cgroups() {
    let v1 = CgroupMounts(
      """
      22 1 0:20 / /proc rw - proc proc rw
      30 22 0:26 / /sys/fs/cgroup/cpu rw - cgroup cgroup rw,cpu,cpuacct
      31 22 0:27 / /sys/fs/cgroup/memory rw shared:9 - cgroup cgroup rw,memory
      32 22 0:28 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw
      """)
    #expect(v1.memory == "/sys/fs/cgroup/memory" && v1.unified == "/sys/fs/cgroup/unified")
    #expect(
      v1.limitFile(of: "4:memory:/box\n0::/") == "/sys/fs/cgroup/memory/box/memory.limit_in_bytes")
    let v2 = CgroupMounts("33 24 0:29 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw,nsdelegate")
    #expect(v2.limitFile(of: "0::/") == "/sys/fs/cgroup/memory.max")
    #expect(v2.limitFile(of: "0::/user.slice") == "/sys/fs/cgroup/user.slice/memory.max")
    #expect(CgroupMounts("nonsense - x").limitFile(of: "0::/") == nil)
  }
}
