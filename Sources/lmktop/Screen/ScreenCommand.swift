import ArgumentParser

struct ScreenCommand: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "screen", abstract: "Open the screen (the default).")
  @OptionGroup var policyOptions: PolicyOptions
  func run() throws { throw Failure(.unavailable, "lmktop needs a terminal; use 'lmktop list'") }
}
