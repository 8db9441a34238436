import LMKEngine
import LMKScreen

extension JournalSettings {
  /// The journal of a session: a file, journald where it listens, and the screen's own words.
  static func usual(path: String?, _ settings: Settings, pageSize: Int) -> JournalSettings {
    var journal = JournalSettings(path: path)
    journal.sizeLimit = settings.journalSize ?? Self.usualSizeLimit
    journal.socketPath = Self.journald
    journal.words = { entry in
      let words = EventWords(entry, pageSize: pageSize)
      return JournalWords(tag: words.tag, sentence: words.text)
    }
    return journal
  }
}
