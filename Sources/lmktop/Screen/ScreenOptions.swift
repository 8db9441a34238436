import ArgumentParser
import LMKEngine

extension HangUp: ExpressibleByArgument {}

/// What concerns the screen alone.
struct ScreenOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("Colours and attributes; Ctrl-T goes on to the next.", valueName: "name"))
  var theme: String?

  @Flag(help: "Draw with ASCII characters alone.")
  var ascii = false

  @Flag(
    help: ArgumentHelp(
      "Show an invented machine in a memory storm: no process of this one is read or touched.",
      discussion: "It has thresholds, rules and a scope of its own."))
  var demo = false

  @Flag(
    name: .customLong("read-only"),
    help: "Only watch: no signal, no adj, no arming, no configuration is written.")
  var readOnly = false

  @Flag(help: "Mend a terminal that a SIGKILL of lmktop left broken, and end.")
  var restore = false

  @Option(
    name: .customLong("on-hangup"),
    help: ArgumentHelp(
      "When the terminal hangs up: disarm and end (the default), or, armed, keep on without a screen.",
      valueName: "disarm|keep"))
  var onHangUp: HangUp?

  @Flag(name: .customLong("no-mouse"), help: "Leave the mouse to the terminal.")
  var noMouse = false
}
