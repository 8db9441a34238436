import ArgumentParser
import LMKCore
import LMKLinux
import LMKTrace

/// `lmktop report`: one page about a recording.
struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report", abstract: "Write a page about a recording, to attach to a bug report.",
    discussion: """
      Markdown, or with --html a page with charts that needs nothing but itself; with --json the \
      journal's entries as lines, and the account. To standard output, or to a file.
      """)

  @Argument(help: ArgumentHelp("The recording.", valueName: "file"))
  var file: String

  @Flag(help: "HTML with charts instead of Markdown.")
  var html = false

  @Flag(help: "What happened as lines of JSON, as 'lmktop guard --json' says it.")
  var json = false

  @Option(
    name: .shortAndLong, help: ArgumentHelp("Write it to this file.", valueName: "file"))
  var output: String?

  func validate() throws {
    if html, json { throw ValidationError("--html and --json exclude each other.") }
  }

  func run() throws {
    let recording = try Recording(path: file)
    let page = ReportPage(recording: recording, survey: TraceSurvey(recording.replay))
    let text =
      html
      ? ReportHTML(page: page).text
      : json ? ReportJSON(page: page).text : ReportMarkdown(page: page).text
    do {
      if let output {
        try FileWriting.replace(path: output, with: Array(text.utf8))
      } else {
        try StandardStream.output.write(Array(text.utf8))
      }
    } catch {
      throw Failure(.system, "writing \(output ?? "to standard output"): \(error)")
    }
  }
}
