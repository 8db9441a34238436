import LMKCore
import Synchronization

/// What the engine was told of the journal, and what is new.
///
/// A loss is said when it begins, as a capability, and counted out when it is over, as an entry: an
/// entry for each tick of a full disk would push everything else off the screen.
struct JournalNews {
  private let settings: JournalSettings
  private var toldFile: Int32 = 0
  private var toldSocket: Int32 = 0
  private var isLosing = false
  private var lostBefore = 0

  init(_ settings: JournalSettings) { self.settings = settings }

  /// - Parameters:
  ///   - file: the errno of the last write; 0: it went well.
  ///   - lost: entries that are missing; emptied when they are told.
  mutating func take(
    file: Int32, socket: Int32, lost: borrowing Atomic<Int>
  ) -> (capabilities: [Capability], lost: UInt64) {
    var capabilities: [Capability] = []
    if socket != toldSocket {
      toldSocket = socket
      if let capability = settings.journald(trouble: socket) { capabilities.append(capability) }
    }
    guard settings.path != nil else { return (capabilities, 0) }
    let missing = lost.load(ordering: .relaxed)
    let loses = file != 0 || missing > lostBefore
    lostBefore = missing
    if loses {
      if !isLosing || file != toldFile {
        if let capability = settings.file(trouble: file) { capabilities.append(capability) }
      }
      isLosing = true
      toldFile = file
      return (capabilities, 0)
    }
    guard isLosing else { return (capabilities, 0) }
    isLosing = false
    toldFile = 0
    lostBefore = 0
    if let path = settings.path {
      capabilities.append(Capability(.journal, isAvailable: true, reason: path))
    }
    return (capabilities, UInt64(lost.exchange(0, ordering: .relaxed)))
  }

  /// What is said at the start.
  mutating func begin(file: Int32, socket: Int32) -> [Capability] {
    toldFile = file
    toldSocket = socket
    isLosing = file != 0
    let well = settings.path.map { Capability(.journal, isAvailable: true, reason: $0) }
    let journal = file == 0 ? well : settings.file(trouble: file)
    return [journal, settings.journald(trouble: socket)].compactMap { $0 }
  }
}

extension JournalSettings {
  /// - Parameter trouble: the errno of the last write; 0: the thread does not keep up.
  fileprivate func file(trouble: Int32) -> Capability? {
    guard let path else { return nil }
    let cause =
      trouble == 0
      ? "\(path) is written too slowly" : "\(path) cannot be written (\(Errno(trouble)))"
    return Capability(
      .journal, isAvailable: false, reason: "\(cause): lines are lost, and tried again")
  }

  fileprivate func journald(trouble: Int32) -> Capability? {
    guard let socketPath else { return nil }
    guard trouble != 0 else { return Capability(.journald, isAvailable: true) }
    let cause =
      switch Errno(trouble) {
      case .noEntry: "\(socketPath) is not there"
      case .again: "\(socketPath) does not keep up"
      default: "\(socketPath): \(Errno(trouble))"
      }
    return Capability(.journald, isAvailable: false, reason: "no journald, \(cause)")
  }
}
