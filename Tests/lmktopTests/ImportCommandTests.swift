import LMKCore
import LMKOpinions
import LMKTestSupport
import Testing

@testable import lmktop

@Suite("lmktop import")
struct ImportCommandTests {
  private func earlyoom(_ arguments: String) -> String {
    var memory = MemoryReading()
    memory.totalPages = 1 << 20
    memory.swapTotalPages = 1 << 18
    return EarlyoomImport(
      settings: EarlyoomSettings(arguments: ShellWords.split(arguments)), arguments: arguments,
      memory: memory, pageSize: 4096
    ).text
  }

  private func check(_ text: String) -> [SettingsDefect] {
    var check = SettingsCheck()
    check.read(text, file: "import.toml")
    return check.defects
  }

  @Test("earlyoom's limits are gates of rows that are always crossed, with its signals")
  func limits() throws {
    let text = earlyoom("-m 4 -s 10")
    #expect(check(text).isEmpty)
    #expect(
      text.contains(
        "thresholds = \"99.99%:-999 if available<=2% and swap<=5%, "
          + "100%:-999 if available<=4% and swap<=10%\"\nsteps = \"KILL; TERM 10s, KILL\"\n"))
    #expect(text.contains("# not carried over: its order"))
    #expect(
      earlyoom("-m 4,4 -s 10,10").contains(
        "100%:-999 if available<=4% and swap<=10%\"\nsteps = \"KILL\"\n"))
    // 40 MiB of 4 GiB.
    #expect(earlyoom("-M 40960").contains("available<=0.98%"))
    #expect(earlyoom("").contains("available<=10% and swap<=10%"))
  }

  @Test("Its expressions become rules, its script a hook; what is lost is said")
  func rules() throws {
    let text = earlyoom(
      "--prefer '^(cc1|\"ld\")$' --avoid=init --ignore 'x\\.y' -N /bin/true -g -z")
    #expect(check(text).isEmpty, "\(check(text))")
    let settings = try SettingsFile(text, file: "import.toml").settings
    #expect(settings.rules.map(\.match.name) == ["^(cc1|\"ld\")$", "init", "x\\.y"])
    #expect(settings.rules.map(\.action) == [.prefer(weight: 450), .avoid(weight: 450), .protect])
    #expect(settings.hookAfter == ["/bin/true"])
    for word in ["-g: a kill takes one process", "'-z', which is not known", "-N: hook_after"] {
      #expect(text.contains(word), "\(word)")
    }
  }

  @Test("lmkd's levels are the same table, in sizes that no page size changes")
  func lmkd() throws {
    let program = try Program.run("import", "lmkd", "18432:0,23040:100")
    #expect(program.status == 0)
    let text = String(decoding: program.output, as: UTF8.self)
    #expect(text.contains("thresholds = \"73728KiB:0,92160KiB:100\"\nfile_term = \"driver\"\n"))
    #expect(check(text).isEmpty)
    #expect(text.contains("# not carried over"))
  }

  @Test(
    "What lmkd would not take is refused",
    arguments: [
      ("", "is not PAGES:ADJ"), ("18432", "is not PAGES:ADJ"), ("18432:0,", "is not PAGES:ADJ"),
      ("5:0,5:1", "row 2: the pages"), ("5:9,6:1", "row 2: the adj"),
      ("1:0,2:0,3:0,4:0,5:0,6:0,7:0", "it has 7 rows"), ("5:1001", "is not PAGES:ADJ"),
    ])
  func refused(levels: String, words: String) throws {
    let program = try Program.run("import", "lmkd", levels)
    #expect(program.status == 64)
    #expect(program.complaint.contains(words), "\(program.complaint)")
  }

  @Test("Words are split as a shell splits them")
  func words() {
    #expect(
      ShellWords.split(" -m 4  '-s 10' \"a\\\"b\" c\\ d '' ") == [
        "-m", "4", "-s 10", "a\"b", "c d", "",
      ])
  }

  @Test("From the command line, earlyoom's arguments are one word")
  func commandLine() throws {
    let program = try Program.run("import", "earlyoom", "-m 4 -s 10")
    #expect(program.status == 0, "\(program.complaint)")
    #expect(String(decoding: program.output, as: UTF8.self).contains("available<=4%"))
    #expect(try Program.run("import", "earlyoom", "-m", "4", "-s", "10").output == program.output)
    #expect(try Program.run("import", "earlyoom", "--help").status == 0)
  }

  @Test(
    "An expression that means nothing here is said, and not written; nor is a control character")
  func strange() {
    let text = earlyoom("--ignore '\\y' --avoid '(' --prefer 'a\u{1B}[2J\nb'")
    #expect(check(text).isEmpty, "\(check(text))")
    #expect(text.contains("not carried over: '(', which is no expression here"))
    #expect(!text.contains("\u{1B}"))
  }
}
