import Foundation
import LMKCore
import LMKLinux
import LMKTestSupport
import Testing

/// A trigger that the macros can look at.
private final class Trigger {
  private var trigger: PressureTrigger
  private var epoll: Epoll

  init(
    path: String = PressureTrigger.machine, _ stall: PressureTrigger.Stall = .ofAny,
    of stalled: Duration = PressureTrigger.usualStall,
    within window: Duration = PressureTrigger.usualWindow
  ) throws(Errno) {
    trigger = try PressureTrigger(path: path, stall, of: stalled, within: window)
    epoll = try Epoll()
    try epoll.add(trigger.raw, .priority, token: 0)
  }

  var isGone: Bool { trigger.isGone }
  var capability: Capability { trigger.capability }
  func take(_ events: Epoll.Events) -> Bool { trigger.take(events) }
  /// What epoll says within so many milliseconds.
  func wait(_ milliseconds: Int32) throws(Errno) -> Epoll.Events {
    try epoll.wait(timeoutMilliseconds: milliseconds) > 0 ? epoll[0].events : []
  }
}

private let opens: Errno? = {
  do throws(Errno) {
    _ = try Trigger()
    return nil
  } catch {
    return error
  }
}()

@Suite("Pressure triggers")
struct PressureTriggerTests {
  private static let works: ConditionTrait = .enabled(
    if: opens == nil, "\(opens.map { PressureTrigger.capability($0).reason } ?? "")")

  @Test("A trigger opens, is quiet or fires, and is never gone by itself", works)
  func opensAndCloses() throws {
    for stall in [PressureTrigger.Stall.ofAny, .ofAll] {
      let trigger = try Trigger(stall, of: .seconds(1), within: .seconds(2))
      let events = try trigger.wait(0)
      #expect(events.isDisjoint(with: [.fault, .hungUp]))
      _ = trigger.take(events)
      #expect(!trigger.isGone)
      #expect(trigger.capability.isAvailable)
    }
  }

  @Test("Several may stand beside each other", works)
  func several() throws {
    let first = try Trigger()
    let second = try Trigger(.ofAll, of: .milliseconds(50), within: .seconds(4))
    #expect(!first.isGone && !second.isGone)
  }

  @Test("Windows and stalls that are not allowed are EINVAL", works)
  func refused() {
    #expect(throws: Errno.invalid) { _ = try Trigger(of: .seconds(3), within: .seconds(2)) }
    #expect(throws: Errno.invalid) { _ = try Trigger(of: .zero, within: .seconds(2)) }
    #expect(throws: Errno.invalid) { _ = try Trigger(of: .milliseconds(1), within: .seconds(20)) }
    #expect(throws: Errno.invalid) { _ = try Trigger(of: .microseconds(1), within: .zero) }
  }

  @Test("What epoll says is a stall, or the trigger's end", works)
  func taken() throws {
    let trigger = try Trigger()
    #expect(!trigger.take([]))
    #expect(trigger.take(.priority))
    #expect(!trigger.isGone)
    #expect(!trigger.take([.priority, .fault]))
    #expect(trigger.isGone)
    #expect(!trigger.capability.isAvailable)
  }

  @Test(
    "A trigger whose cgroup was removed is gone",
    .enabled(if: PressureCgroup.place != nil, "needs root and a cgroup v2 with memory.pressure"))
  func gone() throws {
    let group = try PressureCgroup()
    let trigger = try Trigger(path: group.pressure)
    #expect(try trigger.wait(0) == [])
    group.remove()
    let events = try trigger.wait(20_000)
    #expect(!trigger.take(events))
    #expect(trigger.isGone)
  }

  @Test("A file that is not there, and every refusal, is one sentence")
  func refusals() {
    #expect(throws: Errno.noEntry) { _ = try Trigger(path: "/proc/pressure/no-such-thing") }
    for error in [Errno.noEntry, .notSupported, .invalid, .accessDenied] {
      let capability = PressureTrigger.capability(error)
      #expect(!capability.isAvailable)
      #expect(capability.name == .pressureTrigger)
      #expect(capability.reason.hasPrefix("no pressure trigger, "))
    }
    #expect(PressureTrigger.capability(.notSupported).reason.contains("psi=0"))
  }

  @Test("It writes the stall and the window in microseconds, with a NUL of its own")
  func text() throws {
    let path = NSTemporaryDirectory() + "/lmktop-pressure-\(UUID().uuidString)"
    try Data().write(to: URL(filePath: path))
    defer { unlink(path) }
    _ = try PressureTrigger(path: path)
    #expect(try Data(contentsOf: URL(filePath: path)) == Data("some 150000 2000000\0".utf8))
    unlink(path)
    try Data().write(to: URL(filePath: path))
    _ = try PressureTrigger(path: path, .ofAll, of: .milliseconds(50), within: .seconds(4))
    #expect(try Data(contentsOf: URL(filePath: path)) == Data("full 50000 4000000\0".utf8))
  }

  @Test("Descriptors of triggers and logs are given back")
  func descriptors() async {
    await #expect(processExitsWith: .success) {
      func open() throws -> Int { try openDescriptors("/proc/pressure", "/dev/kmsg") }
      for _ in 0..<5 {
        do throws(Errno) {
          let trigger = try PressureTrigger()
          guard trigger.raw >= 0 else { exit(2) }
        } catch {}
        do throws(Errno) {
          _ = try PressureTrigger(of: .seconds(9))
          exit(3)
        } catch {}
        do throws(Errno) {
          let log = try KernelLog()
          guard log.raw >= 0 else { exit(4) }
        } catch {}
      }
      exit(try open() == 0 ? 0 : 1)
    }
  }
}
