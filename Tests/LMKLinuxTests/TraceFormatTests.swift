import LMKCore
import LMKLinux
import LMKTestSupport
import Testing

/// Formats as kernels have them.
enum TraceFormatFixture {
  static let common = """
    \tfield:unsigned short common_type;\toffset:0;\tsize:2;\tsigned:0;
    \tfield:unsigned char common_flags;\toffset:2;\tsize:1;\tsigned:0;
    \tfield:unsigned char common_preempt_count;\toffset:3;\tsize:1;\tsigned:0;
    \tfield:int common_pid;\toffset:4;\tsize:4;\tsigned:1;


    """

  static func format(_ name: String, id: Int, _ fields: String) -> [UInt8] {
    let text = "name: \(name)\nID: \(id)\nformat:\n\(common)\(fields)\n"
    return Array("\(text)\nprint fmt: \"pid=%d\", REC->pid\n".utf8)
  }

  /// Linux 6.18.
  static let adjUpdate = format(
    "oom_score_adj_update", id: 611,
    """
    \tfield:pid_t pid;\toffset:8;\tsize:4;\tsigned:1;
    \tfield:char comm[16];\toffset:12;\tsize:16;\tsigned:0;
    \tfield:short oom_score_adj;\toffset:28;\tsize:2;\tsigned:1;
    """)
  /// Kernels where adj is an int.
  static let wideAdjUpdate = format(
    "oom_score_adj_update", id: 70,
    """
    \tfield:pid_t pid;\toffset:8;\tsize:4;\tsigned:1;
    \tfield:char comm[16];\toffset:12;\tsize:16;\tsigned:1;
    \tfield:int oom_score_adj;\toffset:28;\tsize:4;\tsigned:1;
    """)
  static let newTask = format(
    "task_newtask", id: 205,
    """
    \tfield:pid_t pid;\toffset:8;\tsize:4;\tsigned:1;
    \tfield:char comm[16];\toffset:12;\tsize:16;\tsigned:0;
    \tfield:u64 clone_flags;\toffset:32;\tsize:8;\tsigned:0;
    \tfield:short oom_score_adj;\toffset:40;\tsize:2;\tsigned:1;
    """)
  static let victim = format(
    "mark_victim", id: 609,
    """
    \tfield:int pid;\toffset:8;\tsize:4;\tsigned:1;
    \tfield:__data_loc char[] comm;\toffset:12;\tsize:4;\tsigned:0;
    \tfield:unsigned long total_vm;\toffset:16;\tsize:8;\tsigned:0;
    \tfield:unsigned long anon_rss;\toffset:24;\tsize:8;\tsigned:0;
    \tfield:unsigned long file_rss;\toffset:32;\tsize:8;\tsigned:0;
    \tfield:unsigned long shmem_rss;\toffset:40;\tsize:8;\tsigned:0;
    \tfield:uid_t uid;\toffset:48;\tsize:4;\tsigned:0;
    \tfield:unsigned long pgtables;\toffset:56;\tsize:8;\tsigned:0;
    \tfield:short oom_score_adj;\toffset:64;\tsize:2;\tsigned:1;
    """)
  /// Up to 6.8: the pid and nothing else.
  static let bareVictim = format(
    "mark_victim", id: 609, "\tfield:int pid;\toffset:8;\tsize:4;\tsigned:1;")

  static func parser(
    adjUpdate: [UInt8] = adjUpdate, victim: [UInt8] = victim
  ) throws -> TraceEventParser {
    let adj = try #require(TraceFormat(adjUpdate))
    return try #require(
      TraceEventParser(
        adjUpdate: adj, newTask: TraceFormat(newTask), victim: TraceFormat(victim)))
  }
}

/// Raw records, laid out by hand.
struct RawRecord {
  var bytes: [UInt8]

  init(type: UInt16, count: Int) {
    bytes = [UInt8](repeating: 0, count: count)
    put(type, at: 0)
  }

  mutating func put<Number: FixedWidthInteger>(_ number: Number, at offset: Int) {
    withUnsafeBytes(of: number) { value in
      for (index, byte) in value.enumerated() { bytes[offset + index] = byte }
    }
  }

  mutating func put(_ text: String, at offset: Int) {
    for (index, byte) in text.utf8.enumerated() { bytes[offset + index] = byte }
  }

  static func adjUpdate(pid: Int32, adj: Int16, name: String = "tail") -> RawRecord {
    var record = RawRecord(type: 611, count: 30)
    record.put(pid, at: 8)
    record.put(name, at: 12)
    record.put(adj, at: 28)
    return record
  }

  static func newTask(pid: Int32, flags: UInt64, adj: Int16 = 200) -> RawRecord {
    var record = RawRecord(type: 205, count: 42)
    record.put(pid, at: 8)
    record.put("sh", at: 12)
    record.put(flags, at: 32)
    record.put(adj, at: 40)
    return record
  }

  static func victim(pid: Int32, name: String) -> RawRecord {
    var record = RawRecord(type: 609, count: 68 + name.utf8.count + 1)
    record.put(pid, at: 8)
    record.put(UInt32(name.utf8.count + 1) << 16 | 68, at: 12)
    for (index, size) in [UInt64(9000), 8000, 700, 60].enumerated() {
      record.put(size, at: 16 + 8 * index)
    }
    record.put(UInt32(1000), at: 48)
    record.put(UInt64(50), at: 56)
    record.put(Int16(-5), at: 64)
    record.put(name, at: 68)
    return record
  }
}

@Suite("Formats and records of tracepoints")
struct TraceFormatTests {
  private func parse(_ record: RawRecord, by parser: TraceEventParser) -> TraceEventParser.Outcome {
    record.bytes.withUnsafeBytes { parser.parse($0) }
  }

  @Test("A format gives its id, and where each field stands")
  func format() throws {
    let format = try #require(TraceFormat(TraceFormatFixture.victim))
    #expect(format.id == 609)
    #expect(
      format.field("oom_score_adj")
        == TraceFormat.Field(offset: 64, size: 2, isSigned: true, isElsewhere: false))
    #expect(
      format.field("comm")
        == TraceFormat.Field(offset: 12, size: 4, isSigned: false, isElsewhere: true))
    #expect(format.field("common_type")?.size == 2)
    #expect(format.field("cgroup") == nil)
  }

  @Test("Of a format that is cut anywhere only whole lines count")
  func cutFormat() throws {
    let bytes = TraceFormatFixture.newTask
    let whole = try #require(TraceFormat(bytes))
    for length in 0..<bytes.count {
      guard let format = TraceFormat(Array(bytes[..<length])) else { continue }
      #expect(format.id == whole.id)
      for name in ["pid", "comm", "clone_flags", "oom_score_adj"] {
        if let field = format.field(name) { #expect(field == whole.field(name)) }
      }
    }
  }

  @Test("Lines of another form are passed over")
  func strangeLines() throws {
    let text = """
      ID: 3
      \tfield:int a;\toffset:x;\tsize:4;\tsigned:1;
      \tfield:int b;\toffset:-4;\tsize:4;\tsigned:1;
      \tfield:int c;\toffset:99999999;\tsize:4;\tsigned:1;
      \tfield:;\toffset:1;\tsize:4;\tsigned:1;
      ;;;:::
      \tfield:int d;\toffset:8;\tsize:4;\tsigned:1;\textra:7;

      """
    let format = try #require(TraceFormat(Array(text.utf8)))
    for name in ["a", "b", "c", ""] { #expect(format.field(name) == nil) }
    #expect(format.field("d")?.offset == 8)
    #expect(TraceFormat(Array("ID: many\n".utf8)) == nil)
    #expect(TraceFormat([]) == nil)
  }

  @Test("A format without a field that is needed gives no parser")
  func missingField() throws {
    let adj = try #require(TraceFormat(TraceFormatFixture.adjUpdate))
    let bare = try #require(TraceFormat(TraceFormatFixture.bareVictim))
    #expect(TraceEventParser(adjUpdate: bare, newTask: nil, victim: nil) == nil)
    #expect(TraceEventParser(adjUpdate: adj, newTask: adj, victim: nil) == nil)
    #expect(TraceEventParser(adjUpdate: adj, newTask: nil, victim: nil) != nil)
  }

  @Test("An adj that was written, as a short and as an int", arguments: [-1000, -1, 0, 1000])
  func adj(value: Int16) throws {
    let expected = TraceEvent.adjChanged(
      thread: 4711, adj: try #require(OOMScoreAdj(Int(value))), name: ProcessName("tail"))
    let narrow = RawRecord.adjUpdate(pid: 4711, adj: value)
    #expect(parse(narrow, by: try TraceFormatFixture.parser()) == .event(expected))
    var wide = RawRecord(type: 70, count: 32)
    wide.put(Int32(4711), at: 8)
    wide.put("tail", at: 12)
    wide.put(Int32(value), at: 28)
    let parser = try TraceFormatFixture.parser(adjUpdate: TraceFormatFixture.wideAdjUpdate)
    #expect(parse(wide, by: parser) == .event(expected))
  }

  @Test("A name of sixteen bytes without a NUL ends where its field does")
  func fullName() throws {
    let record = RawRecord.adjUpdate(pid: 1, adj: 0, name: "0123456789abcdef")
    #expect(
      parse(record, by: try TraceFormatFixture.parser())
        == .event(.adjChanged(thread: 1, adj: 0, name: ProcessName("0123456789abcdef"))))
  }

  @Test("A number that is no adj is malformed", arguments: [-1001, 1001, 32767])
  func badAdj(value: Int16) throws {
    let parser = try TraceFormatFixture.parser()
    #expect(parse(.adjUpdate(pid: 1, adj: value), by: parser) == .malformed)
  }

  @Test("A new process is told with its flags; a new thread is nothing")
  func newTask() throws {
    let parser = try TraceFormatFixture.parser()
    #expect(
      parse(.newTask(pid: 5, flags: 0x0120_0000), by: parser)
        == .event(
          .newProcess(
            pid: 5, adj: 200, name: ProcessName("sh"),
            flags: TraceEvent.CloneFlags(rawValue: 0x0120_0000))))
    #expect(parse(.newTask(pid: 5, flags: 0x003d_0f00), by: parser) == .nothing)
  }

  @Test("Memory is shared for good with CLONE_VM alone, not by vfork and not by a thread")
  func sharing() {
    func shares(_ flags: TraceEvent.CloneFlags) -> Bool { flags.sharesMemory }
    #expect(shares(.memory))
    #expect(shares([.memory, .sibling]))
    #expect(!shares([.memory, .vfork]))
    #expect(!shares([.memory, .thread]))
    #expect(!shares([]))
    #expect(!shares(.vfork))
  }

  @Test("A victim is told with all that this kernel tells of it")
  func victim() throws {
    var kill = KernelKill(scope: .untold, pid: 77, name: ProcessName("stress (x)"))
    kill.totalVM = 9000
    kill.anonymous = 8000
    kill.file = 700
    kill.shared = 60
    kill.pageTables = 50
    kill.uid = 1000
    kill.adj = -5
    let parser = try TraceFormatFixture.parser()
    #expect(
      parse(.victim(pid: 77, name: "stress (x)"), by: parser) == .event(.victimMarked(kill)))
  }

  @Test("An older kernel tells a victim's pid and nothing else")
  func bareVictim() throws {
    var record = RawRecord(type: 609, count: 12)
    record.put(Int32(77), at: 8)
    let parser = try TraceFormatFixture.parser(victim: TraceFormatFixture.bareVictim)
    #expect(
      parse(record, by: parser) == .event(.victimMarked(KernelKill(scope: .untold, pid: 77))))
  }

  @Test("A text that claims to stand outside its record is malformed")
  func textOutside() throws {
    let parser = try TraceFormatFixture.parser()
    for place in [UInt32(0xffff_0044), 0x0001_ffff, 0xffff_ffff, 0x0040_0044] {
      var record = RawRecord.victim(pid: 77, name: "x")
      record.put(place, at: 12)
      #expect(parse(record, by: parser) == .malformed)
    }
  }

  @Test("A record that is cut anywhere is malformed; padding behind one does no harm")
  func cutRecord() throws {
    let parser = try TraceFormatFixture.parser()
    let records: [RawRecord] = [
      .adjUpdate(pid: 9, adj: 300), .newTask(pid: 9, flags: 17), .victim(pid: 9, name: "name"),
    ]
    for record in records {
      var cut = record
      for length in 0..<record.bytes.count {
        cut.bytes = Array(record.bytes[..<length])
        #expect(parse(cut, by: parser) == .malformed)
      }
      cut.bytes = record.bytes + [0, 0, 0, 0]
      #expect(parse(cut, by: parser) == parse(record, by: parser))
      #expect(parse(cut, by: parser) != .malformed)
    }
  }

  @Test("A record of no tracepoint of ours is malformed")
  func stranger() throws {
    #expect(parse(RawRecord(type: 1, count: 64), by: try TraceFormatFixture.parser()) == .malformed)
  }
}
