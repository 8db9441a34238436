extension MemoryReading: FieldRecordable {
  static var blank: MemoryReading { MemoryReading() }

  mutating func pass(to coder: inout some FieldCoder) throws(RecordDefect) {
    try coder.pass(&freePages)
    try coder.pass(&filePages)
    try coder.pass(&shmemPages)
    try coder.pass(&unevictablePages)
    try coder.pass(&swapCachePages)
    try coder.pass(&activeFilePages)
    try coder.pass(&inactiveFilePages)
    try coder.pass(&slabPages)
    try coder.pass(&lockedPages)
    try coder.pass(&anonPages)
    try coder.pass(&fileRefaults)
    try coder.pass(&kernelKills)
    try coder.pass(&reservePages)
    try coder.pass(&managedPages)
    try coder.pass(&pageSetPages)
    try coder.pass(&totalPages)
    try coder.pass(&availablePages)
    try coder.pass(&swapTotalPages)
    try coder.pass(&swapFreePages)
    try coder.pass(&hugetlbPages)
    try coder.pass(&arcPages)
    try coder.pass(&pressure)
  }
}

extension Pressure.Line: FieldRecordable {
  static var blank: Pressure.Line { Pressure.Line() }

  mutating func pass(to coder: inout some FieldCoder) throws(RecordDefect) {
    try coder.pass(&average10)
    try coder.pass(&average60)
    try coder.pass(&average300)
    try coder.pass(&total)
  }
}

extension Pressure: FieldRecordable {
  static var blank: Pressure { Pressure(some: Line(), full: Line()) }

  mutating func pass(to coder: inout some FieldCoder) throws(RecordDefect) {
    try coder.pass(&some)
    try coder.pass(&full)
  }
}

extension MemoryTerms: FieldRecordable {
  static var blank: MemoryTerms { MemoryTerms(otherFree: 0, otherFile: 0) }

  mutating func pass(to coder: inout some FieldCoder) throws(RecordDefect) {
    try coder.pass(&otherFree)
    try coder.pass(&otherFile)
    try coder.pass(&available)
    try coder.pass(&swapFree)
    try coder.pass(&swapTotal)
    try coder.pass(&pressure)
    try coder.pass(&refaults)
    try coder.pass(&total)
    try coder.pass(&lamps)
  }
}

extension FileTerm: RecordablePlace {
  static let places: [FileTerm] = [.lru, .driver]
}

extension RankBasis: RecordablePlace {
  static let places: [RankBasis] = [.rss, .freeable]
}

extension KernelKill.Scope: RecordablePlace {
  static let places: [KernelKill.Scope] = [.machine, .cgroup, .untold]
}

extension KernelKill.Source: RecordablePlace {
  static let places: [KernelKill.Source] = [.mark, .sentence]
}

extension KernelKill: FieldRecordable {
  static var blank: KernelKill { KernelKill(scope: .untold, pid: 0) }

  mutating func pass(to coder: inout some FieldCoder) throws(RecordDefect) {
    try coder.pass(&scope)
    try coder.pass(&pid)
    try coder.pass(&name)
    try coder.pass(&totalVM)
    try coder.pass(&anonymous)
    try coder.pass(&file)
    try coder.pass(&shared)
    try coder.pass(&pageTables)
    try coder.pass(&uid)
    try coder.pass(&adj)
  }
}

extension Work: FieldRecordable {
  static var blank: Work { Work() }

  mutating func pass(to coder: inout some FieldCoder) throws(RecordDefect) {
    try coder.pass(&filesRead)
    try coder.pass(&nanoseconds)
    if filesRead < 0 { throw .invalid }
  }
}

extension OwnCost: FieldRecordable {
  static var blank: OwnCost { OwnCost() }

  mutating func pass(to coder: inout some FieldCoder) throws(RecordDefect) {
    try coder.pass(&cpu)
    try coder.pass(&residentPages)
    try coder.pass(&filesRead)
    try coder.pass(&kswapd)
  }
}

extension Tally: FieldRecordable {
  static var blank: Tally { Tally() }

  mutating func pass(to coder: inout some FieldCoder) throws(RecordDefect) {
    try coder.pass(&calls)
    try coder.pass(&filesRead)
    try coder.pass(&nanoseconds)
  }
}

extension Statistics: FieldRecordable {
  static var blank: Statistics { Statistics() }

  mutating func pass(to coder: inout some FieldCoder) throws(RecordDefect) {
    try coder.pass(&zero)
    try coder.pass(&noKill)
    try coder.pass(&busy)
    try coder.pass(&kill)
    try coder.pass(&wouldKill)
    try coder.pass(&gone)
    try coder.pass(&reused)
    try coder.pass(&refused)
    try coder.pass(&recovered)
    try coder.pass(&error)
    try coder.pass(&stepsGone)
    try coder.pass(&stepsReused)
    try coder.pass(&stepsRefused)
    try coder.pass(&stepsError)
    try coder.pass(&headCorrections)
    try coder.pass(&relief)
    try coder.pass(&noRelief)
    try coder.pass(&timedOut)
    try coder.pass(&pending)
    try coder.pass(&freedPages)
    try coder.pass(&escalations)
    try coder.pass(&respawned)
    try coder.pass(&reaped)
    try coder.pass(&reapsGone)
    try coder.pass(&reapsInvalid)
    try coder.pass(&reapsFailed)
    try coder.pass(&handSignals)
    try coder.pass(&handExited)
    try coder.pass(&handFailed)
    try coder.pass(&lost)
    try coder.pass(&events)
    try coder.pass(&unanswered)
    try coder.pass(&passes)
    try coder.pass(&relinks)
  }
}

extension Reclaimable: FieldRecordable {
  static var blank: Reclaimable { Reclaimable() }

  mutating func pass(to coder: inout some FieldCoder) throws(RecordDefect) {
    try coder.pass(&count)
    try coder.pass(&pages)
  }
}
