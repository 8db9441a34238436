import ArgumentParser
import LMKCore

extension Capability.Name: ExpressibleByArgument {}

/// What concerns the screen alone.
struct ScreenOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("Colours and attributes; Ctrl-T goes on to the next.", valueName: "name"))
  var theme: String?

  @Option(
    help: ArgumentHelp(
      "From SIGTERM to SIGKILL of an automatic kill; 0: SIGKILL at once. Default 3.",
      valueName: "seconds"))
  var grace: Double?

  @Option(help: ArgumentHelp("Time between two looks, 0.1 to 60. Default 1.", valueName: "seconds"))
  var interval: Double?

  @Flag(help: "Draw with ASCII characters alone.")
  var ascii = false

  @Flag(name: .customLong("no-mouse"), help: "Leave the mouse to the terminal.")
  var noMouse = false

  @Option(
    help: ArgumentHelp(
      "Append the journal here instead of $XDG_STATE_HOME/lmktop/journal.jsonl.",
      valueName: "file"))
  var journal: String?

  @Flag(name: .customLong("no-journal"), help: "Keep no journal.")
  var noJournal = false

  /// To try what is seen without an event source: proc-connector, tracepoints, pressure-trigger.
  @Option(name: .customLong("without"), help: .hidden)
  var without: [Capability.Name] = []

  func validate() throws {
    if let grace, !(0...3600).contains(grace) {
      throw ValidationError("--grace takes seconds from 0 to 3600.")
    }
    if let interval, !(0.1...60).contains(interval) {
      throw ValidationError("--interval takes seconds from 0.1 to 60.")
    }
    if journal != nil, noJournal {
      throw ValidationError("--journal and --no-journal exclude each other.")
    }
  }
}
