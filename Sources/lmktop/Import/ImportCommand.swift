import ArgumentParser
import LMKCore
import LMKEngine
import LMKLinux
import LMKOpinions

/// `lmktop import`: another killer's settings as the closest configuration.
struct ImportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Print the configuration that is closest to another killer's settings.",
    discussion: """
      What could not be carried over is said in comments. Nothing is written: redirect it to a file, \
      and see what it means with 'lmktop list --config FILE'.
      """,
    subcommands: [Earlyoom.self, LMKD.self])

  struct Earlyoom: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "earlyoom's arguments, as one word: '-m 4 -s 10'.")

    @Argument(
      parsing: .captureForPassthrough,
      help: ArgumentHelp("Its arguments, as one word or as many.", valueName: "arguments"))
    var arguments: [String] = []

    func run() throws {
      if arguments == ["--help"] || arguments == ["-h"] { throw CleanExit.helpRequest(self) }
      let words = arguments.count == 1 ? ShellWords.split(arguments[0]) : arguments
      let settings = EarlyoomSettings(arguments: words)
      let memory: MemoryReading
      do {
        memory = try SingleLook.memory(root: try ProcRoot(), pageSize: Host.pageSize)
      } catch {
        throw Failure(.system, "reading /proc: \(error)")
      }
      try ImportCommand.print(
        EarlyoomImport(
          settings: settings, arguments: words.joined(separator: " "), memory: memory,
          pageSize: Host.pageSize
        ).text)
    }
  }

  struct LMKD: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "lmkd", abstract: "lmkd's sys.lmk.minfree_levels: '18432:0,23040:100'.")

    @Argument(help: ArgumentHelp("Pages of 4 KiB and adj, in pairs.", valueName: "levels"))
    var levels: String

    func run() throws {
      do {
        try ImportCommand.print(try LMKDImport(levels).text)
      } catch let error as LMKDImport.Defect {
        throw Failure(.usage, "'\(levels)': \(error.words)")
      }
    }
  }

  private static func print(_ text: String) throws(Failure) {
    do {
      try StandardStream.output.write(Array(text.utf8))
    } catch {
      throw Failure(.system, "writing to standard output: \(error)")
    }
  }
}

/// A line of words as a shell splits it: blanks, and quotes around them.
enum ShellWords {
  static func split(_ text: String) -> [String] {
    var words: [String] = []
    var word: String?
    var quote: Character?
    var letters = text.makeIterator()
    while let letter = letters.next() {
      switch (letter, quote) {
      case (let end, let open?) where end == open: quote = nil
      case ("\\", let open) where open != "'":
        if let next = letters.next() { word = (word ?? "") + String(next) }
      case ("'", nil), ("\"", nil):
        quote = letter
        word = word ?? ""
      case (" ", nil), ("\t", nil), ("\n", nil):
        if let done = word { words.append(done) }
        word = nil
      default: word = (word ?? "") + String(letter)
      }
    }
    return words + (word.map { [$0] } ?? [])
  }
}
