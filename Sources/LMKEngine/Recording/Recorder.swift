import LMKCore
import LMKLinux
import LMKTrace
import Synchronization

/// Writes a recording: hears all that the monitor hears, and lets a thread of its own make a file of
/// it. The engine never waits for it: what finds no room is lost, counted, and told in the file, and
/// the recording goes on at the next keyframe.
///
///     monitor ─► TraceTap ─► ring of bytes ─► thread: blocks, compressed ─► write(2)
///        └─ once a minute: a copy of all it is ─► image ─► keyframe
///
/// Made and fed by the engine's thread.
final class Recorder: @unchecked Sendable {
  /// A keyframe is due after so long.
  static let keyframeInterval: Duration = .seconds(60)
  /// A shortage may put it off until it is so late.
  static let keyframePatience: Duration = .seconds(120)

  private let ring: ByteRing
  private(set) var tap: TraceTap
  private let wake: EventDescriptor
  private let ended: EventDescriptor
  private let stopping = Atomic<Bool>(false)
  /// The image belongs to the thread.
  private let imageIsFull = Atomic<Bool>(false)
  /// The file is as large as it may be: the next one begins with a keyframe.
  private let wantsKeyframe = Atomic<Bool>(false)
  /// The errno of the last write; 0: it went well.
  private let trouble = Atomic<Int32>(0)
  /// Events that could not be written.
  private let unwritten = Atomic<UInt64>(0)
  // The engine's while `imageIsFull` is false, else the thread's.
  private var image = MonitorImage()
  // The engine's.
  private var keyframeAt: Instant?
  private var told: (trouble: Int32, lost: UInt64) = (0, 0)
  private var lostBefore: UInt64 = 0
  // The thread's, from `start` on.
  private var file: TraceFileWriter
  private var thread: StartedThread?

  /// Makes the file; one that is there becomes `path.1`.
  /// - Throws: what the system says.
  init(_ settings: RecordingSettings) throws(Errno) {
    let ring = ByteRing(capacity: settings.queueBytes)
    self.ring = ring
    tap = TraceTap(isRedacted: settings.info.isRedacted) { ring.push($0, $1, at: $2) }
    wake = try EventDescriptor()
    ended = try EventDescriptor()
    file = try TraceFileWriter(settings, pseudonyms: tap.pseudonyms)
  }

  func start() throws(Errno) {
    FileWriting.ignoreSizeSignal()
    // A keyframe's buffers are needed once a minute.
    FileWriting.returnLargeBlocks()
    thread = try startThread(name: "lmktop-record", stackBytes: 256 * 1024) { [self] in run() }
  }

  // MARK: The engine's thread

  /// Lets the thread know when much is waiting; else it looks by itself.
  func wakeIfNeeded() {
    if ring.isHalfFull { wake.signal() }
  }

  /// Bytes that the thread has not taken yet.
  var waitingBytes: Int { ring.count }

  /// Puts a keyframe, if one is due: the first at once, then one a minute, and after a loss as soon as
  /// there is room. O(n), a copy of memory.
  func putKeyframeIfDue(_ monitor: borrowing Monitor, at now: Instant) {
    guard isKeyframeDue(monitor, at: now), !imageIsFull.load(ordering: .acquiring),
      !ring.isHalfFull
    else { return }
    putKeyframe(monitor, at: now)
  }

  private func isKeyframeDue(_ monitor: borrowing Monitor, at now: Instant) -> Bool {
    guard let keyframeAt, tap.isListening else { return true }
    let age = keyframeAt.duration(to: now)
    if wantsKeyframe.load(ordering: .acquiring) { return age >= .seconds(1) }
    return age >= Self.keyframeInterval && monitor.isAtEase || age >= Self.keyframePatience
  }

  private func putKeyframe(_ monitor: borrowing Monitor, at now: Instant) {
    monitor.write(into: &image, at: now)
    imageIsFull.store(true, ordering: .releasing)
    if !tap.isListening { lostBefore += tap.lost }
    tap.begin(at: now)
    if tap.isListening {
      keyframeAt = now
      wantsKeyframe.store(false, ordering: .releasing)
    } else {
      imageIsFull.store(false, ordering: .releasing)
    }
    wake.signal()
  }

  /// What has changed since the last call; `nil`: nothing.
  func takeNews(_ path: String) -> Capability? {
    let trouble = trouble.load(ordering: .relaxed)
    let lost =
      lostBefore + (tap.isListening || keyframeAt == nil ? 0 : tap.lost)
      + unwritten.load(ordering: .relaxed)
    guard trouble != told.trouble || lost > 0 && told.lost == 0 || lost >= told.lost * 2 + 1
    else { return nil }
    told = (trouble, lost)
    if trouble != 0 {
      return Capability(
        .recording, isAvailable: false,
        reason: "writing \(path): \(Errno(trouble))"
          + (lost > 0 ? "; \(lost) events are missing so far" : "")
          + "; tried again every \(TraceFileWriter.retry.components.seconds) s")
    }
    return Capability(
      .recording, isAvailable: lost == 0,
      reason: lost > 0 ? "\(lost) events are missing in the recording, which goes on" : "")
  }

  /// Puts a last keyframe, lets the thread write what is queued and end; waits two seconds for that,
  /// and no longer.
  func finish(_ monitor: borrowing Monitor, at now: Instant) {
    if !imageIsFull.load(ordering: .acquiring), tap.isListening { putKeyframe(monitor, at: now) }
    stopping.store(true, ordering: .releasing)
    wake.signal()
    do {
      var epoll = try Epoll()
      try epoll.add(ended.raw, .readable, token: 0)
      try epoll.wait(timeoutMilliseconds: 2000)
    } catch {
      // Without a descriptor to wait with there is no waiting: what is queued is written or not.
    }
    thread = nil
  }

  // MARK: The thread

  private func run() {
    defer { ended.signal() }
    guard var epoll = try? Epoll() else { return }  // no descriptor: nothing can be waited for
    var bytes: [UInt8] = []
    do {
      try epoll.add(wake.raw, .readable, token: 0)
      while true {
        let isLast = stopping.load(ordering: .acquiring)
        drain(&bytes)
        if isLast {
          file.end(at: MonotonicClock.now())
          return
        }
        try epoll.wait(timeoutMilliseconds: 250)
        if epoll.count > 0 { try wake.drain() }
      }
    } catch {
      // Its own epoll or eventfd failed, which no sound kernel does.
      trouble.store(error.code, ordering: .relaxed)
    }
  }

  private func drain(_ bytes: inout [UInt8]) {
    while let (piece, at) = ring.pop(into: &bytes) {
      switch piece {
      case .event, .check: file.append(bytes, piece, at: at)
      case .mark: file.append(mark: bytes)
      case .keyframe:
        file.put(image)
        imageIsFull.store(false, ordering: .releasing)
      }
    }
    let now = MonotonicClock.now()
    file.closeBlockIfDue(at: now)
    if file.wantsKeyframe(at: now) { wantsKeyframe.store(true, ordering: .releasing) }
    unwritten.store(file.lost, ordering: .relaxed)
    trouble.store(file.trouble?.code ?? 0, ordering: .relaxed)
  }
}
