import Foundation
import LMKTestSupport

/// The whole program on a terminal of tmux: keys go in, the screen comes out.
///
/// Each has a server of its own on a socket of its own, ended with its owner.
final class Tmux: Sendable {
  private let socket: String
  private let folder: URL

  static let isThere = FileManager.default.isExecutableFile(atPath: "/usr/bin/tmux")

  /// - Parameter command: run by `sh -c`; its exit status is kept for `exitStatus`.
  init(width: Int, height: Int, term: String = "tmux-256color", _ command: String) throws {
    let name = UUID().uuidString.prefix(8)
    socket = "lmktop-test-\(name)"
    folder = FileManager.default.temporaryDirectory.appending(path: "lmktop-test-\(name)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let configuration = folder.appending(path: "tmux.conf")
    try
      "set -g default-terminal \(term)\nset -g status off\nset -g escape-time 0\nset -g remain-on-exit on\n"
      .write(to: configuration, atomically: true, encoding: .utf8)
    let script = folder.appending(path: "script")
    try
      "export LC_ALL=C.UTF-8 XDG_STATE_HOME=\(folder.path)/state XDG_CONFIG_HOME=\(folder.path)/config\n(\(command))\necho $? > \(folder.path)/status.new; mv \(folder.path)/status.new \(folder.path)/status; echo LEFT; exec sleep 300\n"
      .write(to: script, atomically: true, encoding: .utf8)
    try run(
      "-f", configuration.path, "new-session", "-d", "-x", "\(width)", "-y", "\(height)",
      "sh \(script.path)")
  }

  deinit {
    _ = try? run("kill-server")  // a server that has ended already is what is wanted
    try? FileManager.default.removeItem(at: folder)  // in the temporary folder: others sweep it
  }

  /// Where the program under test keeps its journal.
  var journal: URL { folder.appending(path: "state/lmktop/journal.jsonl") }
  var configuration: URL { folder.appending(path: "config/lmktop") }

  /// Keys by tmux's names: `k`, `Enter`, `F9`, `C-c`.
  func press(_ keys: String...) throws { try run(["send-keys"] + keys) }

  /// A paste as a terminal sends it: bracketed, where the program asked for that.
  func paste(_ text: String) throws {
    try run("set-buffer", text)
    try run("paste-buffer", "-p")
  }

  /// Whether the program has taken the mouse.
  var takesMouse: Bool {
    get throws { try run("display-message", "-p", "#{mouse_any_flag}").hasPrefix("1") }
  }

  /// Writes onto the terminal past the program, as wall(1) does.
  func scribble(_ text: String) throws {
    let path = try run("display-message", "-p", "#{pane_tty}")
    let tty = try FileHandle(
      forWritingTo: URL(filePath: path.trimmingCharacters(in: .whitespacesAndNewlines)))
    try tty.write(contentsOf: Data(text.utf8))
    try tty.close()
  }

  func resize(width: Int, height: Int) throws {
    try run("resize-window", "-x", "\(width)", "-y", "\(height)")
  }

  var screen: String {
    get throws { try run("capture-pane", "-p") }
  }

  /// The exit status of the command, once it has ended.
  var exitStatus: Int32? {
    guard let text = try? String(contentsOf: folder.appending(path: "status"), encoding: .utf8)
    else { return nil }
    return Int32(text.trimmingCharacters(in: .whitespacesAndNewlines))
  }

  struct TimedOut: Error, CustomStringConvertible {
    var wanted: String
    var screen: String
    var description: String { "waited in vain for \(wanted); the screen:\n\(screen)" }
  }

  /// Polls until the screen fulfils `condition`; the deadline is generous, for it only bounds a
  /// failure.
  @discardableResult
  func wait(for wanted: String, until condition: (String) -> Bool) async throws -> String {
    var last = ""
    for _ in 0..<600 {
      last = try screen
      if condition(last) { return last }
      try await Task.sleep(for: .milliseconds(100))
    }
    throw TimedOut(wanted: wanted, screen: last)
  }

  @discardableResult
  func wait(for text: String) async throws -> String {
    try await wait(for: "'\(text)'") { $0.contains(text) }
  }

  @discardableResult
  private func run(_ arguments: String...) throws -> String { try run(arguments) }

  @discardableResult
  private func run(_ arguments: [String]) throws -> String {
    try FinishedCommand.run("/usr/bin/tmux", ["-L", socket] + arguments).text
  }
}
