import LMKCore
import LMKLinux

/// Where entries go: a file of JSON lines, and journald.
struct JournalSinks: ~Copyable {
  /// What could not be written, and why.
  struct Troubles {
    var file: Errno?
    var socket: Errno?
  }

  private let settings: JournalSettings
  private let pageSize: Int
  private var file: RotatingFile?
  private var socket: DatagramSocket?

  init(_ settings: JournalSettings, pageSize: Int) {
    self.settings = settings
    self.pageSize = pageSize
  }

  /// Opens what is not open.
  mutating func open() -> Troubles {
    var troubles = Troubles()
    if let path = settings.path, file == nil {
      do {
        file = try RotatingFile(path: path, sizeLimit: settings.sizeLimit, kept: settings.kept)
      } catch {
        troubles.file = error
      }
    }
    if let path = settings.socketPath, socket == nil {
      do {
        socket = try DatagramSocket(path: path)
      } catch {
        troubles.socket = error
      }
    }
    return troubles
  }

  mutating func write(
    _ entry: JournalEntry, _ decision: Decision?, wallOffset: Int64
  ) -> Troubles {
    var troubles = open()
    let words = settings.words?(entry)
    if file != nil {
      let json = entry.json(
        wallOffset: wallOffset, pageSize: pageSize, words: words, decision: decision)
      do {
        try file?.append(line: json.bytes)
      } catch {
        troubles.file = error
      }
    }
    if socket != nil { troubles.socket = tell(JournaldMessage(entry, words: words).bytes) }
    return troubles
  }

  /// journald may have been started anew: then its socket is another one.
  private mutating func tell(_ bytes: [UInt8]) -> Errno? {
    do {
      try socket?.send(bytes)
      return nil
    } catch .again {
      return .again
    } catch {
      socket = nil
      if let trouble = open().socket { return trouble }
    }
    do {
      try socket?.send(bytes)
      return nil
    } catch {
      return error
    }
  }
}
