import Foundation
import LMKTestSupport

/// A script as pid 1 of a PID namespace that holds nothing but what it starts: what arms can see and
/// signal nobody else. `$lmktop`, `$storm` and `$folder` are set.
enum Namespaced {
  static func run(_ script: String, in folder: URL) throws -> FinishedCommand {
    let words = """
      lmktop=\(Built.path("lmktop")) storm=\(Built.path("lmkstorm")) folder=\(folder.path)
      export XDG_CONFIG_HOME=$folder XDG_STATE_HOME=$folder LC_ALL=C.UTF-8 TERM=xterm-256color
      # 30 s, then whoever waits goes on and fails.
      await() { for i in $(seq 600); do grep -q "$1" "$2" 2>/dev/null && return; sleep 0.05; done; }
      # The terminal of a screen whose keys come from $folder/keys: a reader that can be stopped or
      # ended. It has a session of its own.
      open_screen() {
        mkfifo $folder/keys
        setsid script -qfc "exec $lmktop --journal $folder/j $*" /dev/null \
          < $folder/keys > $folder/screen 2>&1 & script=$!
        exec 3> $folder/keys
        await '"started"' $folder/j
        screen=$(cat /proc/$script/task/$script/children | tr -d ' ')
        terminal=$(readlink /proc/$screen/fd/1)
        # Two looks are drawn by then.
        sleep 1
      }
      arm_screen() {
        printf A >&3; await 'Type ARM' $folder/screen; sleep 0.5
        printf 'ARM\\r' >&3; await '"armed"' $folder/j
      }
      # Lets it draw far more than a terminal holds, so that it waits in a write.
      flood_screen() {
        for i in $(seq 60); do
          stty -F $terminal rows $((40 + i % 2)) cols $((160 + i)) 2>/dev/null; sleep 0.02
        done
      }
      is_blocked() {
        for i in $(seq 200); do
          test "$(cut -d' ' -f1-2 /proc/$screen/syscall)" = '1 0x1' && echo blocked && return
          sleep 0.05
        done
      }
      \(script)
      """
    return try FinishedCommand.run(
      "/usr/bin/timeout",
      ["90", "unshare", "--fork", "--pid", "--mount-proc", "--kill-child", "sh", "-c", words])
  }

  static let hasTerminalTools = ["script", "stty", "setsid", "setpriv"].allSatisfy {
    FileManager.default.isExecutableFile(atPath: "/usr/bin/\($0)")
  }

  static func lines(_ url: URL) throws -> [[String: Any]] {
    try String(contentsOf: url, encoding: .utf8).split(separator: "\n").map { line in
      (try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]) ?? [:]
    }
  }

  /// The kinds of the lines, without what happens to the machine meanwhile.
  static func acts(_ lines: [[String: Any]]) -> [String] {
    lines.compactMap { $0["event"] as? String }
      .filter { !["capability", "level", "kernel_kill", "would_kill"].contains($0) }
  }
}
