import LMKCore
import LMKLinux

/// Hooks, from the monitor's wish to the worker's report. Nothing here waits.
extension EngineLoop {
  func run(_ call: HookCall) {
    if hooks?.call(call) == true { return }
    answer(.hookEnded(call, .queueFull))
  }

  func takeHookReports() throws(Errno) {
    guard let hooks else { return }
    try hooks.bell.event.drain()
    while let report = hooks.takeReport() { send(.hookEnded(report.call, report.end)) }
    // What was signalled now is looked after now.
    setMemoryTimer()
  }
}
