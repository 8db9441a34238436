import LMKCore
import Testing

@testable import LMKEngine

@Suite("JSON text")
struct JSONTextTests {
  @Test("Objects, arrays and their commas come out as RFC 8259 wants them")
  func structure() {
    var text = JSONText()
    text.object { text in
      text.field("a", 1)
      text.name("b")
      text.array { text in
        text.value(true)
        text.null()
        text.object { _ in }
      }
      text.field("c", Int?.none)
      text.field("d", "x")
    }
    #expect(text.string == #"{"a":1,"b":[true,null,{}],"c":null,"d":"x"}"#)
  }

  @Test("Hostile names are escaped, and invalid UTF-8 is repaired")
  func hostile() {
    var text = JSONText()
    text.value("a\"b\\c\n\t\u{1B}[2J\u{7F}")
    #expect(text.string == #""a\"b\\c\n\t\u001b[2J\u007f""#)
    var repaired = JSONText()
    repaired.value(ProcessName(bytes: [0x61, 0xFF, 0xC3]).text)
    #expect(repaired.string == "\"a\u{FFFD}\u{FFFD}\"")
  }

  @Test(
    "A moment of the wall clock is RFC 3339 in UTC",
    arguments: [
      (0, "1970-01-01T00:00:00.000Z"), (951_782_400_000, "2000-02-29T00:00:00.000Z"),
      (1_795_434_542_123, "2026-11-23T11:49:02.123Z"),
      (1_709_251_199_999, "2024-02-29T23:59:59.999Z"),
    ])
  func time(milliseconds: Int64, words: String) {
    #expect(UTCTime(nanosecondsSince1970: milliseconds * 1_000_000).description == words)
  }

  @Test("An edit of an adj is a line with both values, or with the reason why there is none")
  func adjLine() {
    let candidate = Candidate(
      ProcessReading(
        key: ProcessKey(pid: 4711, startTime: 99), uid: 1000, adj: 500, rssPages: 80,
        name: ProcessName("hog")))
    func line(_ kind: JournalEntry.Kind) -> String {
      JournalEntry(sequence: 7, at: Instant(nanoseconds: 0), kind: kind)
        .json(wallOffset: 0, pageSize: 4096).string
    }
    let written = line(.adjWritten(candidate, from: 0))
    for words in [#""event":"adj""#, #""from_adj":0"#, #""oom_score_adj":500"#, #""pid":4711"#] {
      #expect(written.contains(words), "\(written)")
    }
    let refused = line(.adjRefused(candidate, to: -5, .refused(.accessDenied)))
    for words in [
      #""event":"adj_failed""#, #""to_adj":-5"#, #""failure":"refused""#, #""errno":"EACCES""#,
    ] {
      #expect(refused.contains(words), "\(refused)")
    }
    #expect(line(.adjRefused(candidate, to: 1, .readOnly)).contains(#""failure":"read_only""#))
  }

  @Test("A death's line names pid, adj, the row and what it freed")
  func journalLine() {
    let victim = Candidate(
      ProcessReading(
        key: ProcessKey(pid: 4711, startTime: 99), uid: 1000, adj: 900, rssPages: 80,
        sharedPages: 5, name: ProcessName("hog \"x\"")))
    let record = KillRecord(
      victim: victim, signal: .terminate,
      cause: .row(level: 2, Level(minfreePages: 500, adj: 529)),
      terms: MemoryTerms(otherFree: -3, otherFile: 400, available: 390))
    let entry = JournalEntry(
      sequence: 7, at: Instant(nanoseconds: 5_000_000_000),
      kind: .died(
        record, DeathOutcome(took: .milliseconds(118), freedPages: 74, isRelief: true)))
    #expect(
      entry.json(wallOffset: 0, pageSize: 4096).string == #"""
        {"version":1,"time":"1970-01-01T00:00:05.000Z","monotonic_ns":5000000000,"sequence":7,"page_size":4096,"event":"died","took_ms":118,"freed_pages":74,"taken_pages":0,"relief":true,"pid":4711,"start_time":99,"name":"hog \"x\"","uid":1000,"oom_score_adj":900,"rss_pages":80,"frees_pages":75,"signal":"SIGTERM","cause":"row","level":3,"minfree_pages":500,"min_adj":529,"other_free_pages":-3,"other_file_pages":400,"available_pages":390,"swap_free_pages":0}
        """#)
  }

  @Test("PSI, the steps, the words and who stood first are parts of a kill's line")
  func wholeLine() {
    let victim = Candidate(
      ProcessReading(key: ProcessKey(pid: 4711, startTime: 99), name: ProcessName("hog")))
    var record = KillRecord(
      victim: victim, signal: .kill, cause: .byHand,
      terms: MemoryTerms(
        otherFree: 1, otherFile: 2,
        pressure: Pressure(
          some: .init(average10: 12.4, total: 77), full: .init(average10: 0.07, total: 5))))
    record.steps.sampled = Instant(nanoseconds: 10)
    record.steps.signalled = Instant(nanoseconds: 30)
    record.steps.settled = Instant(nanoseconds: 50)
    let entry = JournalEntry(sequence: 1, at: Instant(nanoseconds: 0), kind: .intent(record))
    let text = entry.json(
      wallOffset: 0, pageSize: 4096, words: JournalWords(tag: "INTENT", sentence: "4711 \"hog\""),
      decision: Decision()
    ).string
    #expect(text.contains(#""event":"intent","tag":"INTENT","sentence":"4711 \"hog\"","pid":4711"#))
    #expect(
      text.hasSuffix(
        #"""
        "psi":{"some_avg10":12.40,"full_avg10":0.07,"some_total_us":77,"full_total_us":5},"steps_ns":{"sampled":10,"signalled":30,"settled":50},"candidates":[]}
        """#))
  }

  @Test("A kill by the kernel is a line of JSON, with null for what it did not say")
  func kernelKill() {
    var kill = KernelKill(scope: .cgroup, pid: 4711, name: ProcessName("hog"))
    kill.uid = 1000
    kill.adj = -5
    kill.anonymous = 809_000
    func event(_ kind: JournalEntry.Kind) -> String {
      JournalEntry(sequence: 1, at: Instant(nanoseconds: 0), kind: kind)
        .json(wallOffset: 0, pageSize: 4096).string
    }
    #expect(
      event(.kernelKilled(kill)).hasSuffix(
        #"""
        "event":"kernel_kill","scope":"cgroup","pid":4711,"name":"hog","uid":1000,"oom_score_adj":-5,"total_vm_kib":null,"anon_rss_kib":809000,"file_rss_kib":null,"shmem_rss_kib":null,"pgtables_kib":null}
        """#))
    #expect(event(.kernelKillsCounted(3)).hasSuffix(#""event":"kernel_kills","count":3}"#))
  }
}
