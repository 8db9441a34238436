import ArgumentParser

/// Frames as text.
struct BatchOptions: ParsableArguments {
  @Flag(
    help: ArgumentHelp(
      "Print each frame as text instead of showing it: for logs. No terminal, no keys.",
      discussion: "As wide and high as COLUMNS and LINES say, else 120 by 40."))
  var batch = false

  @Option(help: ArgumentHelp("With --batch: end after so many frames.", valueName: "n"))
  var frames: Int?

  func validate() throws {
    if let frames, !batch || frames < 1 {
      throw ValidationError("--frames takes a number from 1 and goes with --batch.")
    }
  }
}
