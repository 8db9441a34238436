import LMKCore
import LMKLinux
import LMKTestSupport
import Testing

@Suite("The parsers of a process's files")
struct ProcessParserTests {
  private func stat(_ bytes: [UInt8]) -> StatParser.Stat? {
    bytes.withUnsafeBytes { StatParser.parse($0) }
  }

  /// From earlyoom's tests and kernel.md's list of what stands in names.
  static let hostileNames: [[UInt8]] =
    [
      "foo) Z ", "foo)\nZ\n", ": - )", "()()()())))(((", "   \n\n    ", ")", "(", "", " ", "\n",
      ") R 1 2 3 4 5 6", "1 (a) S 2", "\u{1b}[2J", "\u{202e}abc", "a\tb",
    ].map { Array($0.utf8) } + [
      [0xff, 0xfe, 0x80], [0xe2, 0x82], Array(repeating: 0x29, count: 15),
    ]

  @Test("stat's fields stand behind the last bracket, whatever the name", arguments: hostileNames)
  func names(name: [UInt8]) throws {
    var process = FixtureProcess(pid: 4711)
    process.name = name
    process.state = "D"
    process.parent = 17
    process.threads = 3
    process.startTime = 98_765_432_109
    let told = try #require(stat(process.stat))
    #expect(told.pid == 4711)
    #expect(told.name.bytes == name)
    #expect(told.state == .uninterruptible)
    #expect(told.parent == 17)
    #expect(told.threadCount == 3)
    #expect(told.startTime == 98_765_432_109)
    #expect(!told.isKernelThread)
  }

  @Test("A kernel thread is told by PF_KTHREAD, and its long name is cut")
  func kernelThread() throws {
    var process = FixtureProcess(pid: 2, name: "kworker/0:1H-kblockd")
    process.flags = 0x0420_8060
    let told = try #require(stat(process.stat))
    #expect(told.isKernelThread)
    #expect(told.name.text == "kworker/0:1H-kbl")
  }

  @Test("Only a zombie with more than one thread is a zombie leader")
  func zombieLeader() throws {
    var process = FixtureProcess(pid: 777_295, name: "zombiemem")
    process.state = "Z"
    process.threads = 2
    #expect(try #require(stat(process.stat)).isZombieLeader)
    process.threads = 1
    #expect(try #require(stat(process.stat)).isZombieLeader == false)
    process.state = "S"
    process.threads = 2
    #expect(try #require(stat(process.stat)).isZombieLeader == false)
  }

  @Test("stat cut at any length tells the truth or nothing", arguments: hostileNames)
  func cutStat(name: [UInt8]) {
    var process = FixtureProcess(pid: 4711)
    process.name = name
    process.startTime = 123_456_789
    let whole = process.stat
    for length in 0..<whole.count {
      guard let told = stat(Array(whole[..<length])) else { continue }
      #expect(told.startTime == 123_456_789, "cut at \(length)")
      #expect(told.name.bytes == name)
    }
  }

  @Test(
    "stat that is not one is refused",
    arguments: [
      "", "\n", "4711", "4711 (a", "4711 (a)", "4711 a) S 1", "x (a) S 1", "-1 (a) S 1",
      "4711 (a) SS 1 1 1 0 -1 0 1 2 3 4 5 6 7 8 20 0 1 0 5 6\n",
      "4711 (a) 5 1 1 1 0 -1 0 1 2 3 4 5 6 7 8 20 0 1 0 5 6\n",
      "4711 (a) S x 1 1 0 -1 0 1 2 3 4 5 6 7 8 20 0 1 0 5 6\n",
      "4711 (a) S 1 1 1 0 -1 0 1 2 3 4 5 6 7 8 20 0 99999999999 0 5 6\n",
      "4711 (a) S 1 1 1 0 -1 0 1 2 3 4 5 6 7 8 20 0 1 0 -5 6\n",
      "4711 (a) S 1 1 1 0 -1 0 1 2 3 4 5 6 7 8 20 0 1 0 99999999999999999999999 6\n",
      "99999999999999 (a) S 1 1 1 0 -1 0 1 2 3 4 5 6 7 8 20 0 1 0 5 6\n",
    ])
  func badStat(text: String) { #expect(stat(Array(text.utf8)) == nil) }

  @Test("statm gives resident and shared pages, and only from a whole line")
  func statm() {
    func told(_ text: String) -> StatmParser.Statm? {
      Array(text.utf8).withUnsafeBytes { StatmParser.parse($0) }
    }
    #expect(told("200 150 30 5 0 50 0\n")?.rssPages == 150)
    #expect(told("200 150 30 5 0 50 0\n")?.sharedPages == 30)
    for text in ["", "200", "200 150", "200 150 30", "200 x 30\n", "a b c\n", "200 150 30x\n"] {
      #expect(told(text) == nil, "\(text)")
    }
    #expect(told("1 99999999999999999999 1 \n") == nil)
    #expect(told("1 9223372036854775807 1 \n") == nil)
  }

  @Test("oom_score_adj is a whole number within its range, or nothing")
  func adj() {
    func told(_ text: String) -> OOMScoreAdj? {
      Array(text.utf8).withUnsafeBytes { AdjParser.parse($0) }
    }
    #expect(told("0\n") == 0)
    #expect(told("-1000\n") == .never)
    #expect(told("1000\n") == .maximum)
    for text in [
      "", "\n", "-", "-\n", "-1", "1001\n", "-1001\n", "0x10\n", "5,\n", "nan\n", "1e3\n",
    ] {
      #expect(told(text) == nil, "\(text)")
    }
  }

  @Test("No garbage traps a parser, and what is told is in range")
  func garbage() {
    var mutator = Mutator(seed: 815)
    var process = FixtureProcess(pid: 4711, name: "foo) Z ")
    process.startTime = 77
    for _ in 0..<4000 {
      mutator.mutate(process.stat).withUnsafeBytes {
        if let told = StatParser.parse($0) {
          #expect(told.pid >= 0 && told.threadCount >= Int32.min)
        }
      }
      mutator.mutate(Array(process.statm.utf8)).withUnsafeBytes {
        if let told = StatmParser.parse($0) { #expect(told.rssPages >= 0 && told.sharedPages >= 0) }
      }
      mutator.mutate(Array("-1000\n".utf8)).withUnsafeBytes { _ = AdjParser.parse($0) }
    }
  }
}
