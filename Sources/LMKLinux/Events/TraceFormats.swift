import LMKCore

/// The layouts of the tracepoints, as this kernel's tracefs tells them.
struct TraceFormats {
  var adjUpdate: TraceFormat
  var newTask: TraceFormat?
  var victim: TraceFormat?
  var parser: TraceEventParser

  /// Reads them from the first place that has them.
  init(places: [String]) throws(TracepointsError) {
    for place in places {
      let events = "\(place)/events"
      let path = "\(events)/oom/oom_score_adj_update/format"
      guard let adjUpdate = try Self.read(path) else { continue }
      self.adjUpdate = adjUpdate
      newTask = try Self.read("\(events)/task/task_newtask/format")
      victim = try Self.read("\(events)/oom/mark_victim/format")
      guard
        let parser = TraceEventParser(adjUpdate: adjUpdate, newTask: newTask, victim: victim)
      else { throw .malformed(path: path) }
      self.parser = parser
      return
    }
    throw .notMounted
  }

  /// `nil`: it is not there.
  private static func read(_ path: String) throws(TracepointsError) -> TraceFormat? {
    var buffer = RawBuffer(capacity: 4096)
    do {
      try buffer.fill(from: try FileDescriptor.open(path: path, .read), upTo: 64 << 10)
    } catch .noEntry {
      return nil
    } catch {
      throw .unreadable(path: path, error)
    }
    guard let format = TraceFormat(Array(buffer.contents)) else { throw .malformed(path: path) }
    return format
  }
}
