import CLinux
import LMKCore

/// Where the moments come from (clock_gettime(2); it cannot fail on these clocks).
public enum MonotonicClock {
  /// `CLOCK_MONOTONIC`.
  public static func now() -> Instant { Instant(nanoseconds: lmk_monotonic()) }

  /// `CLOCK_REALTIME` − `CLOCK_MONOTONIC` in nanoseconds: added to an `Instant` it gives
  /// nanoseconds since 1970. It moves when the wall clock is set.
  public static func wallOffset() -> Int64 { lmk_realtime() - lmk_monotonic() }

  /// `CLOCK_BOOTTIME` − `CLOCK_MONOTONIC` in nanoseconds: the start times of /proc/PID/stat count
  /// from the boot, the time that the machine slept included.
  public static func bootOffset() -> Int64 { lmk_boottime() - lmk_monotonic() }

  /// CPU time of the calling thread, in nanoseconds.
  public static func threadCPUTime() -> UInt64 { lmk_thread_cpu() }

  /// CPU time of all threads of this program, in nanoseconds.
  public static func processCPUTime() -> UInt64 { lmk_process_cpu() }
}
