import LMKCore
import LMKLinux

extension EngineLoop {
  /// Carries out what the monitor wants done, and what its answers bring, until nothing is left.
  /// From the verdict to the signal there is no /proc walk and no waiting.
  func carryOutEffects() {
    while !effects.isEmpty {
      effects.take(into: &batch)
      for effect in batch.list { carryOut(effect) }
    }
    journal?.wakeIfNeeded()
    recorder?.wakeIfNeeded()
    orderReaping()
  }

  private func carryOut(_ effect: Effect) {
    switch effect {
    case .bind(let key):
      if let failure = bind(key) {
        answer(.failed(key, failure, .binding))
      } else {
        // The dialog says who dies with it.
        pass.readNamespace(of: key, at: MonotonicClock.now(), of: &monitor, into: &effects)
        answer(.bound(key))
      }
    case .confirm(let key):
      answer(confirm(key))
    case .signal(let key, let signal, let purpose):
      let failure = send(signal, to: key)
      answer(failure.map { .failed(key, $0, purpose) } ?? .signalled(key, signal, purpose))
      guard failure == nil else { return }
      if signal.mayEnd, toReap.count < Reaper.capacity { toReap.append(key) }
      setMemoryTimer()
    case .setAdj(let key, let adj):
      writeAdj(adj, of: key)
    case .release(let key):
      if !ready.contains(key) { letGo(key) }
    case .askReach(let question):
      askReach(question)
    case .bindMember(let key):
      let failure = bind(key, for: .signalAlone)
      answer(failure.map { .failed(key, $0, .reach) } ?? .memberBound(key))
    case .runHook(let call):
      run(call)
    case .adoptRules(let book):
      rules.adopt(book)
      rules.ask(&monitor)
    case .follow(let key):
      feed.follow(key)
    case .journal(let entry):
      journal?.append(entry, monitor.decision)
      if configuration.front == .service { engine.tell(.entry(entry)) }
    case .armed:
      prepareForArms()
    case .disarmed:
      standDown()
    case .setInterval(let interval):
      do {
        try tickTimer.set(every: interval)
      } catch {
        engine.depart(.failure(error))
        engine.stop()
      }
    }
  }

  /// Opens a pidfd, compares the start time, and watches for the end. `nil`: it is bound.
  func bind(
    _ key: ProcessKey, for purpose: TargetTable.Purpose = .verdict
  ) -> KillFailure? {
    guard targets != nil else { return .error(.notSupported) }
    let wasBound = targets?.isBound(key) == true
    do throws(KillFailure) {
      try targets?.bind(key, for: purpose)
    } catch {
      return error
    }
    if wasBound { return nil }
    guard let raw = targets?.pidfd(of: key) else { return .gone }
    let token = nextToken
    nextToken += 1
    do {
      try epoll.add(raw, .readable, token: token)
    } catch {
      targets?.release(key)
      return .error(error)
    }
    watched.append((token, key))
    proof.prepare(key)
    guard proof.holds(key) else {
      letGo(key)
      return .outsideScope
    }
    return nil
  }

  private func send(_ signal: Signal, to key: ProcessKey) -> KillFailure? {
    guard targets != nil else { return .error(.notSupported) }
    guard proof.holds(key) else { return .outsideScope }
    do throws(KillFailure) {
      try targets?.send(signal, to: key)
      return nil
    } catch {
      return error
    }
  }

  /// The victim is bound, its adj and the memory terms are read again, just before the signal.
  func confirm(_ key: ProcessKey) -> Event {
    let began = MonotonicClock.now()
    if let failure = bind(key) { return .failed(key, failure, .scan) }
    guard proof.holds(key) else { return .failed(key, .outsideScope, .scan) }
    do throws(KillFailure) {
      guard let adj = try targets?.currentAdj(of: key) else {
        return .failed(key, .error(.notSupported), .scan)
      }
      let pages = try targets?.currentMemory(of: key)
      var work = sampler.sampleTerms(into: &memory)
      work.filesRead += 2
      guard sampler.hasTerms else { return .failed(key, .error(.again), .scan) }
      work.nanoseconds = UInt64(max(0, MonotonicClock.now().nanoseconds - began.nanoseconds))
      let confirmation = Confirmation(
        adj: adj, rssPages: pages?.rssPages, sharedPages: pages?.sharedPages, memory: memory)
      return .confirmed(key, confirmation, work)
    } catch {
      return .failed(key, error, .scan)
    }
  }

  /// Closes its pidfd.
  func letGo(_ key: ProcessKey) {
    proof.forget(key)
    unwatch(key)
    targets?.release(key)
  }

  func unwatch(_ key: ProcessKey) {
    guard let index = watched.firstIndex(where: { $0.key == key }) else { return }
    watched.remove(at: index)
    guard let raw = targets?.pidfd(of: key) else { return }
    // It can only say that the descriptor is not in, which is what is wanted.
    try? epoll.remove(raw)
  }

  // MARK: At the start

  func startingCapabilities() -> [Capability] {
    var capabilities = SingleLook.capabilities(configuration)
    capabilities += journalCapabilities()
    return capabilities
  }
}
