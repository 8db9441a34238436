extension Monitor {
  /// A source told of a kill by the kernel.
  mutating func hear(
    _ kill: KernelKill, from source: KernelKill.Source, at now: Instant,
    into effects: inout Effects
  ) {
    kernelKills.hear(kill, from: source, at: now)
    reportKernelKills(at: now, into: &effects)
  }

  /// Compares the kernel's own count with what it was at the last sample.
  mutating func noteKernelKills(at now: Instant, into effects: inout Effects) {
    let before = memoirs.kernelKills ?? memory.kernelKills
    memoirs.kernelKills = memory.kernelKills
    if memory.kernelKills > before { kernelKills.count(memory.kernelKills - before, at: now) }
    reportKernelKills(at: now, into: &effects)
  }

  private mutating func reportKernelKills(at now: Instant, into effects: inout Effects) {
    let tellers = KernelKillLedger.Tellers(
      marks: isAvailable(.tracepoints), sentences: isAvailable(.kernelLog))
    while let report = kernelKills.next(at: now, tellers: tellers) {
      switch report {
      case .named(let kill): record(.kernelKilled(kill), at: now, into: &effects)
      case .counted(let count): record(.kernelKillsCounted(count), at: now, into: &effects)
      }
    }
  }

  /// Whether a source is known to be there.
  private func isAvailable(_ name: Capability.Name) -> Bool {
    capabilities.contains { $0.name == name && $0.isAvailable }
  }
}
