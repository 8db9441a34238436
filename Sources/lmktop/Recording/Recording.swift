import LMKCore
import LMKEngine
import LMKScreen
import LMKTrace

/// A recording that was opened, and what has to be said of it.
struct Recording {
  let path: String
  let replay: TraceReplay

  /// - Throws: `Failure`: what is wrong with the file, in a sentence.
  init(path: String) throws(Failure) {
    self.path = path
    let source: FileTraceSource
    do {
      source = try FileTraceSource(path: path)
    } catch {
      throw Failure(error == .accessDenied ? .noPermission : .noInput, "\(path): \(error)")
    }
    do {
      replay = try TraceReplay(source)
    } catch {
      throw Failure(error == .noMemory ? .system : .noInput, "\(path): \(error)")
    }
  }

  var info: TraceInfo { replay.index.info }

  var clock: RecordingClock {
    RecordingClock(wallOffset: info.wallOffset, secondsFromUTC: info.secondsFromUTC)
  }

  /// What cannot be seen in it, and why.
  var remarks: [String] {
    var remarks = (replay.index.damages + replay.damages).map { damage in
      let time = clock.time(damage.after)
      return switch damage.kind {
      case .torn: "the recording ends within a block, as after a crash: it is read up to \(time)"
      case .damaged:
        "damaged at byte \(damage.offset): what follows on \(time) is left out, up to the next "
          + "whole keyframe"
      }
    }
    if remarks.isEmpty, !replay.index.isEnded {
      remarks.append("the recording was not ended: it goes on, or its program was killed")
    }
    for case .gap(let count) in replay.index.marks.map(\.kind) {
      remarks.append("\(count) events are missing: they came faster than they could be written")
    }
    return remarks
  }

  /// For the screen.
  var outline: ReplayOutline {
    ReplayOutline(
      first: replay.index.first, last: replay.index.last,
      marks: replay.index.marks.compactMap(ReplayOutline.Mark.init),
      wallClockOffset: info.wallOffset, secondsFromUTC: info.secondsFromUTC)
  }
}

extension ReplayOutline.Mark {
  fileprivate init?(_ mark: TraceMark) {
    switch mark.kind {
    case .level(let level):
      self.init(
        at: mark.at, .level(level), words: level.map { "row \($0 + 1) active" } ?? "below all rows")
    case .kill(let key, let name, let signal):
      self.init(at: mark.at, .kill, words: "\(signal) to \(key.pid) \(name.text)")
    case .killMany(let key, let name, let reach, let signal, let count):
      self.init(
        at: mark.at, .kill,
        words: "\(signal) to \(count): the \(reach.rawValue) of \(key.pid) \(name.text)")
    case .wouldKill(let key, let name):
      self.init(at: mark.at, .wouldKill, words: "would have killed \(key.pid) \(name.text)")
    case .kernelKill: self.init(at: mark.at, .kernelKill, words: "the kernel's own kill")
    case .gap(let count): self.init(at: mark.at, .gap, words: "\(count) events are missing")
    case .armed, .disarmed, .edited: return nil
    }
  }
}

/// Moments of a recording in the wall clock of its machine.
struct RecordingClock {
  let wallOffset: Int64
  let secondsFromUTC: Int

  /// `2025-03-09T00:49:07.123Z`, in UTC.
  func utc(_ moment: Instant) -> String {
    UTCTime(nanosecondsSince1970: moment.nanoseconds + wallOffset).description
  }

  /// `00:49:07`, as the clock on the wall showed it there.
  func time(_ moment: Instant) -> String {
    let local = moment.nanoseconds + wallOffset + Int64(secondsFromUTC) * 1_000_000_000
    return String(UTCTime(nanosecondsSince1970: local).description.dropFirst(11).prefix(8))
  }
}
