// Clocks, in nanoseconds.
#pragma once

#include <stdint.h>

int64_t lmk_monotonic(void);   // CLOCK_MONOTONIC
int64_t lmk_realtime(void);    // CLOCK_REALTIME
int64_t lmk_boottime(void);    // CLOCK_BOOTTIME
uint64_t lmk_thread_cpu(void);   // CLOCK_THREAD_CPUTIME_ID
uint64_t lmk_process_cpu(void);  // CLOCK_PROCESS_CPUTIME_ID
// Seconds to add to UTC for the local time at that moment (localtime_r).
int32_t lmk_utc_offset(int64_t seconds_since_1970);

// timerfd on CLOCK_MONOTONIC, non-blocking.
int lmk_timer_create(void);
// First expiry after `first` ns, then every `interval` ns (0: once); first 0 disarms.
int lmk_timer_set(int fd, uint64_t first, uint64_t interval);
// The same with the first expiry at that moment of CLOCK_MONOTONIC.
int lmk_timer_set_at(int fd, uint64_t moment);
