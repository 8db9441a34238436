import CStorm
import Glibc
import LMKCore
import LMKEngine
import LMKLinux

/// Armed kills among births, ends and pids that are reused on purpose, in a pid namespace of its own
/// where nobody is but children of this program:
///
///     in each round  one victim   adj 1000, larger than anybody: it must die by SIGKILL
///                    a decoy      adj 950, ends by itself within milliseconds, and then …
///                    an heir      adj 0, gets the decoy's pid: it must never be signalled
///                    the victim's pid goes to an heir, too, as soon as it is free
///
/// The row reaches adj 900 and above and is always crossed. Whoever below it ends by a signal that is
/// not ours is a wrong victim.
final class KillRounds {
  private static let reach: OOMScoreAdj = 900

  private let count: Int
  private var right = 0
  private var wrong = 0
  private var reused = 0
  /// Who must not be signalled.
  private var heirs: Set<Int32> = []
  private var ended: [Int32: Int32] = [:]

  init(count: Int) { self.count = count }

  func run() throws {
    guard Identity.ownPid == 1 else { return print("not in a pid namespace of its own") }
    let memory = try SingleLook.memory(root: try ProcRoot(), pageSize: Host.pageSize)
    var monitor = MonitorConfiguration(
      thresholds: try Thresholds([Level(minfreePages: memory.ramPages ?? 0, adj: Self.reach)]))
    monitor.pageSize = Host.pageSize
    monitor.ownPid = Identity.ownPid
    monitor.interval = .milliseconds(20)
    monitor.patience.grace = .zero
    // The row stays crossed whatever dies, and each round is for itself.
    monitor.patience.settling = .milliseconds(1)
    monitor.noRelief = .pause(.milliseconds(1))
    var configuration = EngineConfiguration(
      monitor: monitor, root: try ProcRoot(), journalPath: nil, identity: .current())
    configuration.front = .service
    configuration.armsAtStart = true
    let engine = try Engine(configuration)
    let thread = try engine.start()
    usleep(300_000)
    for round in 0..<count {
      playRound(round, engine)
      while engine.nextNotice() != nil {}
    }
    for heir in heirs { kill(heir, SIGKILL) }
    engine.stop()
    try thread.join()
    print("rounds \(count) right \(right) wrong \(wrong) reused \(reused)")
  }

  private func playRound(_ round: Int, _ engine: Engine) {
    let decoy = cstorm_child(950, 1, Int32(1 + round % 23))
    let victim = cstorm_child(1000, 4, 0)
    // Some that come and go.
    for number in 0..<4 { _ = cstorm_child(0, 1, Int32(1 + (round + number) % 7)) }
    // Who had these pids before is over.
    ended.removeAll()
    var isDead = false
    var hasDecoyEnded = false
    for _ in 0..<2000 where !isDead || !hasDecoyEnded {
      reap()
      if !hasDecoyEnded, ended.removeValue(forKey: decoy) != nil {
        hasDecoyEnded = true
        bequeath(decoy)
      }
      if !isDead, let signal = ended.removeValue(forKey: victim) {
        isDead = true
        if signal == SIGKILL { right += 1 }
        bequeath(victim)
      }
      // Far from the next row memory is looked at once a second; armed, a command brings a look.
      engine.send(.release)
      usleep(1000)
    }
    if !isDead { kill(victim, SIGKILL) }
    // Few at a time: an heir has lived through some rounds by then.
    while heirs.count > 16, let old = heirs.popFirst() {
      kill(old, SIGKILL)
      while ended.removeValue(forKey: old) == nil { reap() }
    }
  }

  /// Lets somebody harmless have the pid.
  private func bequeath(_ pid: Int32) {
    for _ in 0..<20 {
      guard cstorm_set_last_pid(pid - 1) == 0 else { return }
      let heir = cstorm_child(0, 1, 0)
      guard heir > 0 else { return }
      heirs.insert(heir)
      if heir == pid {
        reused += 1
        return
      }
    }
  }

  private func reap() {
    var signal: Int32 = 0
    while case let pid = cstorm_reap(&signal), pid > 0 {
      ended[pid] = signal
      if heirs.remove(pid) != nil {
        wrong += 1
        print("wrong: \(pid) by signal \(signal)")
      }
    }
  }
}
