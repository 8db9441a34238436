import Foundation
import LMKTestSupport
import Testing

/// An armed guard in a scope, and in a PID namespace of its own where nothing else can be signalled.
@Suite(
  "The guard in a scope", .serialized,
  .enabled(if: WholeProgramTests.mayUnshare, "needs a private PID namespace"))
struct ScopedGuardTests {
  private func run(_ script: String, in folder: URL) throws -> FinishedCommand {
    let words = """
      lmktop=\(Built.path("lmktop")) storm=\(Built.path("lmkstorm")) folder=\(folder.path)
      export XDG_CONFIG_HOME=$folder XDG_STATE_HOME=$folder
      await() { for i in $(seq 400); do grep -q "$1" "$2" 2>/dev/null && return; sleep 0.05; done; }
      end() { kill -TERM $guard; wait $guard; echo "status $?"; }
      \(script)
      """
    return try FinishedCommand.run(
      "/usr/bin/timeout",
      ["60", "unshare", "--fork", "--pid", "--mount-proc", "--kill-child", "sh", "-c", words])
  }

  @Test(
    "In a memory cgroup its own limit counts: inside they die, a larger one outside never",
    .enabled(if: MemoryCgroup.isPossible, "needs a memory cgroup v1"))
  func cgroup() throws {
    let group = try MemoryCgroup(limit: 64 << 20)
    let path = group.path(in: "/sys/fs/cgroup/memory")
    try withTemporaryFolder { folder in
      let end = try run(
        """
        $storm grow 120 1000 > /dev/null & outside=$!
        $lmktop guard --arm --thresholds 40%:0 --scope cgroup:\(path) > $folder/out 2>&1 & guard=$!
        await 'ARMED' $folder/out
        sh -c 'echo $$ > /sys/fs/cgroup/memory\(path)/cgroup.procs; exec '$storm' grow 45' > /dev/null
        echo "inside $?"
        await 'DIED' $folder/out
        sleep 1
        kill -0 $outside && echo "outside lives"
        end
        kill -KILL $outside
        """, in: folder)
      let said = try String(contentsOf: folder.appending(path: "out"), encoding: .utf8)
      // SIGKILL at once if, at its speed, memory would be gone within the grace.
      #expect(
        end.text.contains("inside 143") || end.text.contains("inside 137"), "\(said)")
      #expect(end.text.contains("outside lives"), "\(said)")
      #expect(end.text.contains("status 0"), "\(said)")
      #expect(said.contains("pressure: control groups of version 1"), "\(said)")
    }
  }

  @Test("In a subtree only what descends from it dies; when its root ends, the guard does, too")
  func subtree() throws {
    try withTemporaryFolder { folder in
      let end = try run(
        """
        $storm grow 120 1000 > /dev/null & outside=$!
        sh -c "$storm grow 60 > /dev/null & echo \\$! > $folder/inside; wait; exec sleep 50" & root=$!
        $lmktop guard --arm --thresholds 100%:0 --scope subtree:$root > $folder/out 2>&1 & guard=$!
        await 'DIED\\|NOT ARMED' $folder/out
        kill -0 $(cat $folder/inside) 2>/dev/null || echo "inside is gone"
        await 'SCOPE LOST' $folder/out
        wait $guard; echo "status $?"
        kill -0 $outside && echo "outside lives"
        kill -KILL $outside
        """, in: folder)
      let said = try String(contentsOf: folder.appending(path: "out"), encoding: .utf8)
      #expect(end.text.contains("inside is gone"), "\(said)")
      #expect(end.text.contains("outside lives"), "\(said)")
      #expect(said.contains("DISARMED: lost: scope"), "\(said)")
      #expect(end.text.contains("status 69"), "\(said)")
    }
  }

  @Test("Whom a rule protects an armed guard passes over")
  func protects() throws {
    try withTemporaryFolder { folder in
      let end = try run(
        """
        mkdir -p $folder/lmktop
        printf '[[rule]]\\nlabel = "dear"\\naction = "protect"\\ncommand = "grow 61"\\n' \
          > $folder/lmktop/config.toml
        $storm grow 61 1000 > /dev/null & dear=$!
        $lmktop guard --arm --thresholds 100%:500 > $folder/out 2>&1 & guard=$!
        await 'ARMED' $folder/out
        $storm grow 30 900 > /dev/null
        echo "other $?"
        kill -0 $dear && echo "dear lives"
        end
        kill -KILL $dear
        """, in: folder)
      let said = try String(contentsOf: folder.appending(path: "out"), encoding: .utf8)
      #expect(end.text.contains("other 143"), "\(said)")
      #expect(end.text.contains("dear lives"), "\(said)")
    }
  }

  @Test("Where meminfo speaks of another machine than zoneinfo, arming is refused")
  func twoMinds() throws {
    try withTemporaryFolder { folder in
      let end = try run(
        """
        sed 's/^MemTotal:.*/MemTotal: 65536 kB/; s/^MemAvailable:.*/MemAvailable: 1024 kB/' \
          /proc/meminfo > $folder/meminfo
        mount --bind $folder/meminfo /proc/meminfo
        $lmktop guard --arm --thresholds 1MiB:0 > $folder/out 2>&1
        echo "status $?"
        """, in: folder)
      let said = try String(contentsOf: folder.appending(path: "out"), encoding: .utf8)
      #expect(end.text.contains("status 69"), "\(said)")
      #expect(said.contains("NOT ARMED: /proc/meminfo and /proc/zoneinfo"), "\(said)")
    }
  }

  @Test("A remount of /proc that hides processes disarms")
  func hidepid() throws {
    try withTemporaryFolder { folder in
      let end = try run(
        """
        setpriv --bounding-set=-sys_ptrace $lmktop guard --arm --thresholds 1MiB:1000 \
          > $folder/out 2>&1 & guard=$!
        await 'ARMED' $folder/out
        mount -o remount,hidepid=ptraceable /proc
        wait $guard; echo "status $?"
        """, in: folder)
      let said = try String(contentsOf: folder.appending(path: "out"), encoding: .utf8)
      #expect(said.contains("DISARMED: lost: all-processes"), "\(said)")
      #expect(end.text.contains("status 69"), "\(said)")
    }
  }
}
