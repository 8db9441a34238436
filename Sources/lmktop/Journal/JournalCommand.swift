import ArgumentParser
import FoundationEssentials
import LMKCore
import LMKEngine
import LMKLinux

extension JournalEvent: ExpressibleByArgument {}

/// `lmktop journal`: what was done, by whom, and what came of it.
struct JournalCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "journal", abstract: "Print the journal: every verdict, edit, arming and outcome.")

  @Option(
    help: ArgumentHelp(
      "Nothing before this moment: 2026-11-23, '2026-11-23 11:49', 11:49 (today), 15min, 2h, 3d.",
      valueName: "time"))
  var since: String?

  @Option(help: ArgumentHelp("Nothing after this moment.", valueName: "time"))
  var until: String?

  @Option(help: ArgumentHelp("Only what concerns this process; may be repeated.", valueName: "pid"))
  var pid: [Int32] = []

  @Option(help: ArgumentHelp("Only lines of this kind; may be repeated.", valueName: "kind"))
  var kind: [JournalEvent] = []

  @Flag(help: "The lines of JSON as they stand in the file.")
  var json = false

  @Flag(name: .shortAndLong, help: "Go on with what is written from now on, until Ctrl-C.")
  var follow = false

  @Option(
    help: ArgumentHelp(
      "Read this journal, and the former files beside it, instead of your own.", valueName: "file"))
  var journal: String?

  func validate() throws {
    for (option, text) in [("--since", since), ("--until", until)] {
      guard let text else { continue }
      if JournalMoment(typed: text, now: .now) == nil {
        throw ValidationError(
          "\(option) takes a moment such as 2026-11-23, '2026-11-23 11:49', 11:49, 15min, 2h or 3d."
        )
      }
    }
  }

  func run() throws {
    let folders = UserFolders(environment: ProcessInfo.processInfo.environment)
    guard let path = journal ?? folders.journal else {
      throw Failure(.noInput, "neither XDG_STATE_HOME nor HOME is set: --journal names a file")
    }
    let now = JournalMoment.now
    var printer = JournalPrinter(
      filter: JournalFilter(
        since: since.flatMap { JournalMoment(typed: $0, now: now) },
        until: until.flatMap { JournalMoment(typed: $0, now: now) }, pids: Set(pid),
        events: Set(kind.map(\.rawValue))),
      form: json ? .json : .text)
    var isThere = false
    for file in RotatingFile.paths(path, kept: JournalSettings.usualKept) {
      guard let reader = try open(file) else { continue }
      isThere = true
      try read(reader, of: file, isLast: file == path, by: &printer)
    }
    guard isThere else {
      throw Failure(.noInput, "\(path) is not there: no journal was written yet")
    }
    do {
      try printer.finish()
    } catch {
      throw Failure(.system, "writing to standard output: \(error)")
    }
  }

  /// `nil`: it is not there.
  private func open(_ file: String) throws(Failure) -> LineReader? {
    do {
      return try LineReader(path: file)
    } catch .noEntry {
      return nil
    } catch .accessDenied {
      throw Failure(.noPermission, "\(file) cannot be read: permission denied")
    } catch {
      throw Failure(.noInput, "\(file) cannot be read: \(error)")
    }
  }

  private func read(
    _ file: consuming LineReader, of name: String, isLast: Bool, by printer: inout JournalPrinter
  ) throws(Failure) {
    do {
      var reader = file
      while true {
        while let line = try reader.next() { try printer.print(line) }
        guard follow, isLast else { break }
        try printer.flush()
        // Only the time is waited for.
        var pause = try Epoll()
        try pause.wait(timeoutMilliseconds: 250)
        guard RotatingFile.isAnother(name, than: reader.identity) else { continue }
        while let line = try reader.next() { try printer.print(line) }
        reader = try LineReader(path: name)
      }
      try printer.print(reader.unfinished)
    } catch {
      throw Failure(.system, "reading \(name): \(error)")
    }
  }
}
