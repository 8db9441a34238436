// What a benchmark of the kill path needs: malloc and its kin count themselves in any program that
// is linked with this, and a victim can be made.
#pragma once

#include <stdint.h>

struct lmk_bench_signal {
  int32_t signal;
  // By the thread that signalled, since it woke up in epoll_wait().
  int32_t allocations;
  int64_t nanoseconds;
};

// The signals sent with pidfd_send_signal() so far, the oldest first. Returns their number, of which
// at most `capacity` are written.
int lmk_bench_signals(struct lmk_bench_signal *signals, int capacity);
// Where the first allocation before the last of these signals was made: to standard error.
void lmk_bench_say_first(void);

enum {
  LMK_BENCH_SLEEPS,
  LMK_BENCH_IGNORES_TERM,
  LMK_BENCH_IDLE,  // at SCHED_IDLE, without huge pages
  LMK_BENCH_BUSY,  // takes a CPU, and no memory
};
// A child that touches so much memory and sleeps, or as asked. Its pid, or -errno.
int lmk_bench_victim(int mebibytes, int how);
// Whether it runs at SCHED_IDLE by now.
int lmk_bench_is_idle(int pid);
// kill(2) with SIGKILL, as a shell would; and the same, waiting for the end and reaping it.
void lmk_bench_kill(int pid);
void lmk_bench_end(int pid);
// Waits for the end of a child, a second at most: 1 if it has ended.
int lmk_bench_await(int pid);
void lmk_bench_sleep(int milliseconds);
// exit(3): what was printed is written.
_Noreturn void lmk_bench_exit(int status);
