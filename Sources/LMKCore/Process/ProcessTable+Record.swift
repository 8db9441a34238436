extension ProcessTable {
  /// What is known of one process, in 144 bytes, for a machine may have tens of thousands of them: the
  /// order of the fields leaves no gap.
  struct Record {
    var reading: ProcessReading
    /// When its RSS was read.
    var readAt: Instant
    /// When its adj was read, or was last known to be told.
    var adjReadAt: Instant
    private var born = Record.noMoment
    private var node = CandidateTree.none
    /// Its control group; read once, and again when it is made ready.
    var group = ControlGroupID.unknown
    /// Pages per second that its RSS grows by, over the last readings; negative: it shrinks.
    var growth: Float = 0
    private var seenIn: UInt32
    /// What the rules say of it.
    var ruling = Ruling()
    /// pid 1 of a pid namespace of its own.
    var isContainerInit = false
    var standing = Standing.exempt(.noMemory)
    /// It stands in the subtree that the scope names, and stays there whoever its parent is.
    var isOfSubtree = false

    static var noMoment: Instant { Instant(nanoseconds: .min) }

    init(_ reading: ProcessReading, bornAt: Instant?, at now: Instant, pass: UInt64) {
      self.reading = reading
      readAt = now
      adjReadAt = now
      born = bornAt ?? Record.noMoment
      seenIn = UInt32(clamping: pass)
    }

    /// When it was met first; `nil`: it was there before lmktop, so it is not young.
    var bornAt: Instant? {
      get { born == Record.noMoment ? nil : born }
      set { born = newValue ?? Record.noMoment }
    }

    /// In the tree exactly while `standing` is `.candidate`.
    var handle: CandidateTree.Handle? {
      get { node == CandidateTree.none ? nil : CandidateTree.Handle(index: node) }
      set { node = newValue?.index ?? CandidateTree.none }
    }

    /// The pass over /proc that saw it last: 2³² of them, ten a second, are 13 years.
    var pass: UInt64 {
      get { UInt64(seenIn) }
      set { seenIn = UInt32(clamping: newValue) }
    }

    var candidate: Candidate {
      var candidate = Candidate(
        reading, effectiveAdj: ruling.effect?.shifted(reading.adj), growth: growth)
      candidate.group = group
      candidate.isContainerInit = isContainerInit
      return candidate
    }

    /// Rises at once, and falls by half with each reading: a leaker that pauses is still one.
    mutating func noteGrowth(to pages: Int, at now: Instant) {
      let seconds = now.seconds(since: readAt)
      guard seconds > 0.01 else { return }
      let slope = Float(Double(pages - reading.rssPages) / seconds)
      growth = max(slope, (growth + slope) / 2)
    }
  }
}
