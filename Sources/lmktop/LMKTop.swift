import ArgumentParser

@main
struct LMKTop: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "lmktop")
}
