import LMKCore
import LMKEngine

/// What the configuration files say; `nil`: nothing.
struct Settings: Sendable {
  /// A text with the place it came from, so that what is wrong with it can be said there.
  struct Entry: Hashable, Sendable {
    var text: String
    var file: String
    /// Where the value begins: its quote.
    var start: TextPlace

    /// `file:line`
    var place: String { "\(file):\(start.line)" }

    /// - Parameter column: a character of the text, from 1; `nil`: all of it.
    func defect(_ message: String, column: Int? = nil) -> SettingsDefect {
      var place = start
      // Behind the quote.
      if let column { place.column += column }
      return SettingsDefect(file: file, place: place, message: message)
    }
  }

  var thresholds: Entry?
  var preset: Preset?
  var fileTerm: FileTerm?
  var rank: RankBasis?
  /// `steps`, or `grace`, their short form: of the first rows, and of all others.
  var steps: [Escalation]?
  var interval: Duration?
  var ready: Int?
  var keptFiles: Int?
  var theme: Entry?
  var mouse: Bool?
  var ascii: Bool?
  var readOnly: Bool?
  var screen = ScreenKeys()
  /// `false`: no journal.
  var journal: Bool?
  /// Another file than the usual one.
  var journalPath: String?
  /// Bytes of one file of the journal.
  var journalSize: Int?
  /// `false`: nothing is recorded.
  var records: Bool?
  /// The recording's file.
  var recordPath: Entry?
  /// Bytes of one file of the recording, and how many former ones are kept.
  var recordSize: Int?
  var recordKept: Int?
  var redacts: Bool?
  /// Words of commands; empty: none.
  var hookBefore: [String]?
  var hookAfter: [String]?
  var hookLimit: Duration?
  /// In the order of the files, and in that of each file.
  var rules: [ProcessRule] = []
  /// `false`: without those that are shipped.
  var defaultRules: Bool?
  var minimumAge: Duration?
  var scope: Entry?
  var onHangUp: HangUp?

  init() {}

  /// The operator's rules, then those that are shipped.
  var book: RuleBook {
    RuleBook(
      rules: rules + (defaultRules == false ? [] : ShippedRules.all),
      minimumAge: minimumAge ?? .zero)
  }

  /// What a later file says counts; a table and a preset replace each other.
  mutating func override(with later: Settings) {
    if later.thresholds != nil || later.preset != nil {
      thresholds = later.thresholds
      preset = later.preset
    }
    fileTerm = later.fileTerm ?? fileTerm
    rank = later.rank ?? rank
    steps = later.steps ?? steps
    interval = later.interval ?? interval
    ready = later.ready ?? ready
    keptFiles = later.keptFiles ?? keptFiles
    theme = later.theme ?? theme
    mouse = later.mouse ?? mouse
    ascii = later.ascii ?? ascii
    readOnly = later.readOnly ?? readOnly
    screen.override(with: later.screen)
    if later.journal != nil {
      journal = later.journal
      journalPath = later.journalPath
    }
    if later.records != nil {
      records = later.records
      recordPath = later.recordPath
    }
    recordSize = later.recordSize ?? recordSize
    recordKept = later.recordKept ?? recordKept
    redacts = later.redacts ?? redacts
    // Rules add up.
    rules += later.rules
    defaultRules = later.defaultRules ?? defaultRules
    minimumAge = later.minimumAge ?? minimumAge
    scope = later.scope ?? scope
    onHangUp = later.onHangUp ?? onHangUp
    journalSize = later.journalSize ?? journalSize
    hookBefore = later.hookBefore ?? hookBefore
    hookAfter = later.hookAfter ?? hookAfter
    hookLimit = later.hookLimit ?? hookLimit
  }

  var hooks: Hooks {
    var hooks = Hooks()
    hooks.before = hookBefore ?? []
    hooks.after = hookAfter ?? []
    hooks.limit = hookLimit ?? hooks.limit
    return hooks
  }
}
