import LMKCore
import LMKLinux
import Synchronization

/// Appends journal entries to a file as lines of JSON, on a thread of its own: a disk that stalls
/// must not stall the engine.
///
/// Started, fed and finished by the engine's thread.
final class JournalWriter: @unchecked Sendable {
  private static let queueCapacity = 512

  private let queue = Ring<JournalEntry>(capacity: queueCapacity)
  private let wake: EventDescriptor
  /// Signalled by the thread when it ends.
  private let ended: EventDescriptor
  private let stopping = Atomic<Bool>(false)
  private let lost = Atomic<Int>(0)
  /// The errno of the last write; 0: it went well.
  private let trouble = Atomic<Int32>(0)
  /// What the engine was told last.
  private var toldTrouble: Int32 = 0
  private let path: String
  private let pageSize: Int
  private var thread: StartedThread?

  /// - Parameter path: its folders are made where they are missing.
  init(path: String, pageSize: Int) throws(Errno) {
    self.path = path
    self.pageSize = pageSize
    wake = try EventDescriptor()
    ended = try EventDescriptor()
  }

  /// Opens the file and starts the thread.
  ///
  /// - Throws: what opening the file or starting the thread said; then nothing runs.
  func start() throws(Errno) {
    let file = try FileWriting.openToAppend(path: path)
    let raw = file.release()
    thread = try startThread(name: "lmktop-journal", stackBytes: 256 * 1024) { [self] in
      run(FileDescriptor(taking: raw))
    }
  }

  /// Queues an entry; a full queue loses it, and says so with the next line. Engine's thread.
  func append(_ entry: JournalEntry) {
    if queue.push(entry) {
      wake.signal()
    } else {
      lost.wrappingAdd(1, ordering: .relaxed)
    }
  }

  /// Whether the file can be written, when that has changed; `nil`: no news. Engine's thread.
  func takeNews() -> Capability? {
    let now = trouble.load(ordering: .relaxed)
    guard now != toldTrouble else { return nil }
    toldTrouble = now
    return now == 0
      ? Capability(.journal, isAvailable: true, reason: path)
      : Capability(
        .journal, isAvailable: false,
        reason: "\(path) cannot be written (\(Errno(now))): lines are lost, and tried again")
  }

  /// Lets the thread write what is queued and end; waits a second for that, and no longer: a disk
  /// that stalls must not keep the program from leaving.
  func finish() {
    stopping.store(true, ordering: .releasing)
    wake.signal()
    do {
      var epoll = try Epoll()
      try epoll.add(ended.raw, .readable, token: 0)
      try epoll.wait(timeoutMilliseconds: 1000)
    } catch {
      // Without a descriptor to wait with there is no waiting: what is queued is written or not.
    }
    thread = nil
  }

  private func run(_ file: consuming FileDescriptor) {
    defer { ended.signal() }
    guard var epoll = try? Epoll() else { return }  // no descriptor: nothing can be waited for
    do {
      try epoll.add(wake.raw, .readable, token: 0)
      while true {
        let isLast = stopping.load(ordering: .acquiring)
        drain(into: file)
        if isLast { return }
        try epoll.wait(timeoutMilliseconds: nil)
        try wake.drain()
      }
    } catch {
      // Its own epoll or eventfd failed, which no sound kernel does.
      trouble.store(error.code, ordering: .relaxed)
    }
  }

  /// Writes what is queued. A line that cannot be written is counted as lost, and said with the
  /// next one that can.
  private func drain(into file: borrowing FileDescriptor) {
    let wallOffset = MonotonicClock.wallOffset()
    while let entry = queue.pop() {
      let missed = lost.exchange(0, ordering: .relaxed)
      var bytes: [UInt8] = []
      if missed > 0 {
        var text = JSONText()
        text.object { text in
          text.field("version", 1)
          text.field("event", "journal_lost")
          text.field("count", missed)
        }
        bytes = text.bytes + [UInt8(ascii: "\n")]
      }
      bytes += entry.json(wallOffset: wallOffset, pageSize: pageSize).bytes
      bytes.append(UInt8(ascii: "\n"))
      do {
        try file.writeAll(bytes)
        trouble.store(0, ordering: .relaxed)
      } catch {
        lost.wrappingAdd(missed + 1, ordering: .relaxed)
        trouble.store(error.code, ordering: .relaxed)
      }
    }
  }
}
