import CLinux
import Glibc
import LMKLinux

/// Another thread than the leader replaces the whole process; the leader makes way.
func becomeSleeper(_: UnsafeMutableRawPointer?) {
  guard let program = realpath("/proc/self/exe", nil) else { exit(1) }
  var words: [UnsafeMutablePointer<CChar>?] = [strdup("lmkstorm"), strdup("sleep"), nil]
  execv(program, &words)
  exit(1)
}

/// Until whoever started us writes one; ends us if it goes instead.
func waitForByte() {
  var byte: UInt8 = 0
  if read(0, &byte, 1) != 1 { exit(0) }
}

/// Ends this thread alone after that, and with it the process if it is the last.
func endAfterByte(_: UnsafeMutableRawPointer?) {
  waitForByte()
  lmk_exit_thread()
}

/// What comes on standard input raises SIGIO as well as its end does, and would end us: before
/// `ready` is said.
func expectByte() {
  signal(SIGIO, SIG_IGN)
}

/// For a program in a pid namespace of its own: no thread is needed.
func probeEvents() {
  let connector = ProcConnector.probe(within: .milliseconds(200))
  print(connector.isAvailable ? "yes" : connector.reason)
  do {
    let tracepoints = try Tracepoints.open()
    print(tracepoints.capability.isAvailable ? "yes" : "no")
  } catch {
    print(error)
  }
}
