/// Is told of everything that reaches a monitor and of what came of it, in order: a recorder.
///
/// It must not wait, and should not allocate: it is called between a verdict and its signal.
public protocol MonitorTap: AnyObject {
  /// An event is about to be taken in.
  /// - Parameter known: what the monitor knows of the process that was read, before; `nil`: nothing,
  ///   or no process was read.
  func hear(_ event: Event, at now: Instant, known: ProcessReading?)

  /// The same event was taken in, and brought these effects: one at least.
  func hear(_ effects: ArraySlice<Effect>)
}

extension Monitor {
  /// Takes one event in, and appends what has to be done. Never waits, never fails.
  public mutating func apply(_ event: Event, at now: Instant, into effects: inout Effects) {
    guard let tap else {
      take(event, at: now, into: &effects)
      return
    }
    tap.hear(event, at: now, known: event.readPid.flatMap { table.reading(pid: $0) })
    let before = effects.list.count
    take(event, at: now, into: &effects)
    if effects.list.count > before { tap.hear(effects.list[before...]) }
  }
}

extension Event {
  /// Of whom it brings a reading.
  var readPid: Int32? {
    switch self {
    case .measured(let reading), .refreshed(let reading, _): reading.key.pid
    default: nil
    }
  }
}
