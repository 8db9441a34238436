import LMKCore
import LMKLinux

/// What being armed asks of this program itself.
extension EngineLoop {
  /// Walks the kill path once without a kill, so that its pages are here, then keeps them here and
  /// comes first on the CPU. What cannot be had is said.
  func prepareForArms() {
    rehearse()
    do {
      switch try MemoryLock.lock() {
      case .presentAndFuture: answer(.capability(Capability(.memoryLock, isAvailable: true)))
      case .present:
        answer(
          .capability(
            Capability(
              .memoryLock, isAvailable: true,
              reason: "RLIMIT_MEMLOCK is limited: only what is mapped now is locked")))
      }
    } catch {
      answer(
        .capability(
          Capability(
            .memoryLock, isAvailable: false,
            reason: "mlockall: \(error); lmktop's own pages may be slow to come back")))
    }
    do {
      normalPriority = try Priority.raise()
      answer(.capability(Capability(.priority, isAvailable: true)))
    } catch {
      answer(
        .capability(
          Capability(
            .priority, isAvailable: false,
            reason: "setpriority: \(error); the engine competes like any process")))
    }
    do {
      normalAdj = try OwnAdj.lower()
      answer(.capability(Capability(.ownAdj, isAvailable: true)))
    } catch {
      answer(
        .capability(
          Capability(
            .ownAdj, isAvailable: false,
            reason: "lowering oom_score_adj to \(OwnAdj.lowest): \(error) (it needs "
              + "CAP_SYS_RESOURCE); the kernel's killer may take lmktop")))
    }
  }

  private func rehearse() {
    Rehearsal.run()
    if let key = monitor.nextVictim {
      targets?.rehearse(on: key)
      // No scan asked for it: the monitor takes what was read, and lets go of it.
      answer(confirm(key))
    }
    sampler.sample(at: MonotonicClock.now(), into: &memory)
  }

  func standDown() {
    if let normalPriority {
      do {
        try normalPriority.restore()
      } catch {
        // Going back to a lower priority is always allowed.
      }
    }
    normalPriority = nil
    if let normalAdj {
      do {
        try normalAdj.restore()
      } catch {
        // A lower adj than before does no harm.
      }
    }
    normalAdj = nil
    do {
      try MemoryLock.unlock()
    } catch {
      // What stays locked does no harm.
    }
  }
}
