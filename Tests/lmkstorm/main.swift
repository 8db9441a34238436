// Makes processes for tests: see `usage`. Prints `ready` and a newline on standard output once all
// is set up. Nothing of it outlives whoever started it, or its deadline of 120 s.
import CLinux
import CStorm
import Glibc

let usage = """
  lmkstorm MODE …
    sleep                     do nothing
    grow MIB [ADJ]            touch MIB MiB, after oom_score_adj was set to ADJ
    ignore-term MIB           the same, and ignore SIGTERM
    idle MIB                  the same in pages of their own, then at SCHED_IDLE
    busy                      take a CPU
    zombie-leader MIB         touch MIB MiB, then end the main thread while another runs on
    name HEX                  take the bytes HEX as name (15 at most, no NUL)
    tree N                    N children that sleep; `ready` when they are
    exec-from-thread          another thread than the first becomes `lmkstorm sleep`
    grow-later MIB            touch MIB MiB when a byte comes on standard input
    rename-later              take the name `second` when a byte comes on standard input
    end-thread-later          zombie-leader, whose last thread ends when a byte comes
    share-memory MIB          a child lives in the same memory (clone with CLONE_VM alone)
    reuse-pid                 for a pid namespace of its own: watch a pid pass to another process,
                              and say `replaced` or what went wrong
    rounds N                  for a pid namespace of its own, too: armed, N rounds of one victim
                              among births, ends and reused pids; says who died
    probe-events              say in two lines whether events arrive here: `yes` or why not
    stop-terminal PATH        stop the output of a terminal, as Ctrl-S does, and hold it open
    crash-on-terminal BYTES   arm the terminal guard on descriptor 0, then trap

  """

func fail(_ words: String) -> Never {
  let text = "lmkstorm: \(words)\n\(usage)"
  write(2, text, text.utf8.count)
  exit(64)
}

/// Touches memory page by page, so that all of it is resident.
func touch(mebibytes: Int) {
  let size = mebibytes << 20
  guard size > 0 else { return }
  let memory = mmap(
    nil, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)!
  if memory == MAP_FAILED { fail("mmap") }
  for offset in stride(from: 0, to: size, by: 4096) {
    memory.storeBytes(of: 1, toByteOffset: offset, as: UInt8.self)
  }
}

func set(adj: Int) {
  guard let file = fopen("/proc/self/oom_score_adj", "w") else { fail("oom_score_adj") }
  fputs("\(adj)\n", file)
  guard fclose(file) == 0 else { fail("oom_score_adj \(adj) refused") }
}

nonisolated func ready() {
  let bytes: StaticString = "ready\n"
  _ = lmk_write(1, bytes.utf8Start, bytes.utf8CodeUnitCount)
}

func sleepOn() -> Never {
  while true { pause() }
}

/// Ends this process when whoever started it has gone.
///
/// Under a test, standard input is a pipe or socket that the test holds: its end raises SIGIO, which ends us
/// (a thread that watches it would spoil the modes that count threads). The signal on a parent's
/// death would come as soon as the *thread* that made us ends, and a test's thread may end early;
/// it serves where there is neither.
func endWithStarter() {
  var status = stat()
  if fstat(0, &status) == 0, [S_IFIFO, S_IFSOCK].contains(status.st_mode & S_IFMT) {
    _ = fcntl(0, F_SETOWN, getpid())
    _ = fcntl(0, F_SETFL, O_ASYNC)
    var entry = pollfd(fd: 0, events: 0, revents: 0)
    if poll(&entry, 1, 0) == 1, entry.revents & Int16(POLLHUP) != 0 { exit(0) }
  } else {
    let parent = getppid()
    _ = lmk_die_with_parent(SIGKILL)
    if getppid() != parent { exit(0) }
  }
}

/// Runs on the second thread: the leader is a zombie when its state says so. Not of the main actor,
/// as a closure in this file would be.
nonisolated func waitForZombieLeader(_: UnsafeMutableRawPointer?) {
  while true {
    guard let file = fopen("/proc/self/stat", "r") else { exit(1) }
    var line = [CChar](repeating: 0, count: 512)
    fgets(&line, 512, file)
    fclose(file)
    if strstr(line, ") Z ") != nil { break }
    sched_yield()
  }
  ready()
  while true { pause() }
}

func number(_ index: Int, or missing: Int? = nil) -> Int {
  if index >= CommandLine.arguments.count, let missing { return missing }
  guard index < CommandLine.arguments.count, let value = Int(CommandLine.arguments[index]) else {
    fail("a number is missing")
  }
  return value
}

let arguments = CommandLine.arguments
guard arguments.count >= 2 else { fail("which mode?") }

// An inherited mask would hold the signals below back.
_ = lmk_signals_unblock_all()
endWithStarter()
alarm(120)

switch arguments[1] {
case "sleep":
  ready()
  sleepOn()

case "grow", "ignore-term":
  if arguments[1] == "ignore-term" { signal(SIGTERM, SIG_IGN) }
  if arguments.count > 3 { set(adj: number(3)) }
  touch(mebibytes: number(2))
  ready()
  sleepOn()

case "idle":
  _ = cstorm_small_pages()
  touch(mebibytes: number(2))
  guard cstorm_be_idle() == 0 else { fail("SCHED_IDLE") }
  ready()
  sleepOn()

case "busy":
  ready()
  cstorm_spin()

case "zombie-leader":
  touch(mebibytes: number(2))
  var thread: UInt64 = 0
  let made = lmk_thread_start(
    "second", 1 << 20,
    waitForZombieLeader, nil, &thread)
  if made < 0 { fail("thread") }
  lmk_exit_thread()

case "name":
  guard arguments.count > 2 else { fail("which name?") }
  let digits = Array(arguments[2].utf8)
  var bytes: [CChar] = stride(from: 0, to: digits.count - 1, by: 2).map { index in
    CChar(bitPattern: UInt8(String(decoding: digits[index..<index + 2], as: UTF8.self), radix: 16)!)
  }
  bytes.append(0)
  _ = lmk_set_name(bytes)
  ready()
  sleepOn()

case "tree":
  // Not by /proc/self/exe: a program's name is what it was started as.
  guard let program = realpath("/proc/self/exe", nil) else { fail("who am I?") }
  for _ in 0..<number(2) {
    var ends: [Int32] = [0, 0]
    guard pipe(&ends) == 0 else { fail("pipe") }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    // Not our pipe: whoever asked last for its SIGIO is the only one that gets it.
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_adddup2(&actions, ends[1], 1)
    posix_spawn_file_actions_addclose(&actions, ends[0])
    var words: [UnsafeMutablePointer<CChar>?] = [strdup("lmkstorm"), strdup("sleep"), nil]
    var child: pid_t = 0
    guard posix_spawn(&child, program, &actions, nil, &words, environ) == 0 else {
      fail("spawn")
    }
    close(ends[1])
    var said = [UInt8](repeating: 0, count: 6)
    guard read(ends[0], &said, 6) == 6 else { fail("a child said nothing") }
    close(ends[0])
  }
  ready()
  sleepOn()

case "exec-from-thread":
  var thread: UInt64 = 0
  if lmk_thread_start("second", 1 << 20, becomeSleeper, nil, &thread) < 0 { fail("thread") }
  sleepOn()

case "rename-later":
  expectByte()
  ready()
  waitForByte()
  _ = lmk_set_name("second")
  sleepOn()

case "grow-later":
  expectByte()
  ready()
  waitForByte()
  touch(mebibytes: number(2))
  sleepOn()

case "end-thread-later":
  expectByte()
  var thread: UInt64 = 0
  let made = lmk_thread_start(
    "second", 1 << 20,
    endAfterByte, nil, &thread)
  if made < 0 { fail("thread") }
  ready()
  lmk_exit_thread()

case "share-memory":
  touch(mebibytes: number(2))
  if cstorm_sharing_child() < 0 { fail("clone") }
  ready()
  sleepOn()

case "reuse-pid":
  do {
    try reusePid()
  } catch {
    fail("\(error)")
  }

case "rounds":
  do {
    try KillRounds(count: number(2)).run()
  } catch {
    fail("\(error)")
  }

case "probe-events":
  probeEvents()

case "stop-terminal":
  let terminal = arguments.count > 2 ? open(arguments[2], O_RDWR | O_NOCTTY) : -1
  guard terminal >= 0, tcflow(terminal, TCOOFF) == 0 else { fail("which terminal?") }
  ready()
  sleepOn()

case "crash-on-terminal":
  guard arguments.count > 2 else { fail("which bytes?") }
  var state = lmk_terminal_state()
  guard lmk_terminal_state_get(0, &state) == 0 else { fail("no terminal") }
  var raw = termios()
  tcgetattr(0, &raw)
  raw.c_lflag &= ~tcflag_t(ICANON | ECHO)
  tcsetattr(0, TCSANOW, &raw)
  let bytes = Array(arguments[2].utf8)
  guard lmk_guard_arm(0, &state, bytes, bytes.count) == 0 else { fail("guard") }
  ready()
  let nothing: Int? = arguments.count > 100 ? 1 : nil
  print(nothing!)

default:
  fail("no mode \(arguments[1])")
}
