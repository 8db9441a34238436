import Foundation
import LMKCore
import LMKLinux
import LMKTestSupport
import Testing

@testable import LMKEngine

@Suite("The journal's thread", .serialized)
struct JournalWriterTests {
  private func entry(_ sequence: UInt64, _ kind: JournalEntry.Kind = .started) -> JournalEntry {
    JournalEntry(sequence: sequence, at: Instant(nanoseconds: 0), kind: kind)
  }

  private func withFolder(_ body: (String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "lmk-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }  // in the temporary folder
    try body(folder.path)
  }

  private func lines(_ path: String) throws -> [[String: Any]] {
    try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map {
      let value = try JSONSerialization.jsonObject(with: Data($0.utf8))
      return try #require(value as? [String: Any])
    }
  }

  /// Polls, up to ten seconds.
  private func wait(_ what: String, until condition: () throws -> Bool) rethrows {
    for _ in 0..<500 {
      if try condition() { return }
      usleep(20_000)
    }
    Issue.record("waited in vain for \(what)")
  }

  @Test("What was queued is written before it ends, with the words it was given")
  func words() throws {
    try withFolder { folder in
      var settings = JournalSettings(path: "\(folder)/state/journal.jsonl")
      settings.words = { JournalWords(tag: "T\($0.sequence)", sentence: "in words") }
      let writer = try JournalWriter(settings, pageSize: 4096)
      try writer.start()
      #expect(writer.startingCapabilities().map(\.isAvailable) == [true])
      writer.append(entry(1), Decision())
      writer.append(entry(2, .journalLost(4)), Decision())
      writer.wakeIfNeeded()
      writer.finish()
      let all = try lines("\(folder)/state/journal.jsonl")
      #expect(all.map { $0["event"] as? String } == ["started", "journal_lost"])
      #expect(all.map { $0["tag"] as? String } == ["T1", "T2"])
      #expect(all.map { $0["sentence"] as? String } == ["in words", "in words"])
    }
  }

  @Test("A disk that stalls never makes the engine wait; what is lost is counted, and said")
  func stalledDisk() throws {
    try withFolder { folder in
      let path = "\(folder)/journal"
      #expect(mkfifo(path, 0o600) == 0)
      // Nobody reads: after 64 KiB the thread hangs in its write.
      let reader = open(path, O_RDWR)
      defer { close(reader) }
      var settings = JournalSettings(path: path)
      settings.queueCapacity = 16
      let writer = try JournalWriter(settings, pageSize: 4096)
      try writer.start()
      #expect(writer.startingCapabilities().map(\.isAvailable) == [true])
      for number in 1...5000 {
        writer.append(entry(UInt64(number)), Decision())
        writer.wakeIfNeeded()
      }
      let (capabilities, early) = writer.takeNews()
      #expect(capabilities.map(\.isAvailable) == [false])
      #expect(capabilities.first?.reason.contains("too slowly") == true)
      #expect(early == 0)
      // Somebody reads at last.
      _ = fcntl(reader, F_SETFL, O_NONBLOCK)
      var bytes = [UInt8](repeating: 0, count: 1 << 16)
      var written = 0
      var told: UInt64 = 0
      wait("the loss") {
        while case let count = read(reader, &bytes, bytes.count), count > 0 {
          written += bytes[..<count].count { $0 == UInt8(ascii: "\n") }
        }
        let (capabilities, lost) = writer.takeNews()
        if lost > 0 {
          told = lost
          #expect(capabilities.map(\.isAvailable) == [true])
        }
        return told > 0
      }
      writer.finish()
      while case let count = read(reader, &bytes, bytes.count), count > 0 {
        written += bytes[..<count].count { $0 == UInt8(ascii: "\n") }
      }
      #expect(written + Int(told) == 5000)
    }
  }

  @Test("A folder that cannot be made is a capability; the journal begins as soon as it can")
  func refused() throws {
    try withFolder { folder in
      try "in the way".write(toFile: "\(folder)/state", atomically: false, encoding: .utf8)
      let path = "\(folder)/state/journal"
      let writer = try JournalWriter(JournalSettings(path: path), pageSize: 4096)
      try writer.start()
      #expect(writer.startingCapabilities().map(\.isAvailable) == [false])
      try FileManager.default.removeItem(atPath: "\(folder)/state")
      writer.append(entry(7), Decision())
      writer.wakeIfNeeded()
      var isWell = false
      wait("the journal") {
        if writer.takeNews().capabilities.last?.isAvailable == true { isWell = true }
        return isWell
      }
      writer.finish()
      #expect(try lines(path).map { $0["sequence"] as? Int } == [7])
    }
  }

  @Test("An intent's line names the ten first; a lost one does not lend them to another")
  func decisions() throws {
    try withFolder { folder in
      let path = "\(folder)/journal"
      let writer = try JournalWriter(JournalSettings(path: path), pageSize: 4096)
      let victim = Candidate(
        ProcessReading(key: ProcessKey(pid: 5, startTime: 1), name: ProcessName("hog")))
      let record = KillRecord(
        victim: victim, signal: .terminate, cause: .byHand,
        terms: MemoryTerms(otherFree: 1, otherFile: 2))
      try writer.start()
      writer.append(entry(0, .intent(record)), Decision())
      // The number of another entry: not its own.
      writer.append(entry(3, .intent(record)), Decision())
      writer.wakeIfNeeded()
      writer.finish()
      let all = try lines(path)
      #expect(all.map { $0["candidates"] != nil } == [true, false])
    }
  }

  @Test("journald gets each entry as fields; one that was started anew is found again")
  func journald() throws {
    try withFolder { folder in
      let path = "\(folder)/socket"
      var server = try #require(listen(path))
      var settings = JournalSettings()
      settings.socketPath = path
      settings.words = { _ in JournalWords(tag: "AUTO KILL", sentence: "one\ntwo") }
      let writer = try JournalWriter(settings, pageSize: 4096)
      try writer.start()
      #expect(writer.startingCapabilities() == [Capability(.journald, isAvailable: true)])
      var victim = ProcessReading(key: ProcessKey(pid: 4711, startTime: 1))
      victim.name = ProcessName("hog")
      let record = KillRecord(
        victim: Candidate(victim), signal: .kill, cause: .byHand,
        terms: MemoryTerms(otherFree: 1, otherFile: 2))
      writer.append(entry(1, .signalled(record)), Decision())
      writer.wakeIfNeeded()
      let first = receive(server)
      let length = "\u{12}" + String(repeating: "\0", count: 7)
      #expect(first.hasPrefix("MESSAGE\n\(length)AUTO KILL: one\ntwo\nPRIORITY=4\n"))
      for field in [
        "SYSLOG_IDENTIFIER=lmktop", "LMKTOP_EVENT=signal", "LMKTOP_PID=4711", "LMKTOP_NAME=hog",
        "LMKTOP_ADJ=0", "LMKTOP_SIGNAL=SIGKILL",
      ] { #expect(first.contains("\n\(field)\n"), "\(field)") }
      close(server)
      unlink(path)
      server = try #require(listen(path))
      // Nor may one that is just being started, which holds it for a moment: then the first is lost.
      var second = ""
      for number in 2..<30 where second.isEmpty {
        writer.append(entry(UInt64(number)), Decision())
        writer.wakeIfNeeded()
        second = receive(server, within: 1000)
      }
      #expect(second.contains("\nLMKTOP_EVENT=started\n"))
      close(server)
      unlink(path)
      writer.append(entry(30), Decision())
      writer.wakeIfNeeded()
      wait("the capability") {
        writer.takeNews().capabilities.contains { $0.name == .journald && !$0.isAvailable }
      }
      writer.finish()
    }
  }

  private func listen(_ path: String) -> Int32? {
    // A child of another test must not keep it alive.
    let type = Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
    let server = socket(AF_UNIX, type, 0)
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
    let result = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(server, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    return result == 0 ? server : nil
  }

  private func receive(_ server: Int32, within milliseconds: Int32 = 10_000) -> String {
    var entry = pollfd(fd: server, events: Int16(POLLIN), revents: 0)
    guard poll(&entry, 1, milliseconds) == 1 else { return "" }
    var bytes = [UInt8](repeating: 0, count: 4096)
    let count = recv(server, &bytes, bytes.count, 0)
    return String(decoding: bytes[..<max(0, count)], as: UTF8.self)
  }
}
