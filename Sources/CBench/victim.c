#define _GNU_SOURCE
#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "include/lmk_bench.h"

int lmk_bench_victim(int mebibytes, int how) {
  int pid = fork();
  if (pid < 0) return -errno;
  if (pid > 0) return pid;
  // The child of a program with threads: system calls, and nothing else. The engine's signals are
  // blocked in whoever made it.
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, 0);
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (how == LMK_BENCH_BUSY)
    for (volatile unsigned long i = 0;; i++) {
    }
  if (how == LMK_BENCH_IGNORES_TERM) signal(SIGTERM, SIG_IGN);
  // Huge pages are freed in no time.
  if (how == LMK_BENCH_IDLE) prctl(PR_SET_THP_DISABLE, 1, 0, 0, 0);
  size_t size = (size_t)mebibytes << 20;
  char *memory = mmap(0, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) _exit(1);
  for (size_t at = 0; at < size; at += 4096) memory[at] = 1;
  struct sched_param parameters = {0};
  if (how == LMK_BENCH_IDLE && sched_setscheduler(0, SCHED_IDLE, &parameters) < 0) _exit(1);
  for (;;) pause();
}

int lmk_bench_is_idle(int pid) { return sched_getscheduler(pid) == SCHED_IDLE; }

void lmk_bench_end(int pid) {
  // 0 and below would be a group, or everybody.
  if (pid <= 0) return;
  kill(pid, SIGKILL);
  while (waitpid(pid, 0, 0) < 0 && errno == EINTR) {
  }
}

void lmk_bench_kill(int pid) {
  if (pid > 0) kill(pid, SIGKILL);
}

int lmk_bench_await(int pid) {
  for (int left = 100; left > 0; left--) {
    if (waitpid(pid, 0, WNOHANG) != 0) return 1;
    lmk_bench_sleep(10);
  }
  return 0;
}

void lmk_bench_sleep(int milliseconds) {
  struct timespec time = {milliseconds / 1000, milliseconds % 1000 * 1000000L};
  nanosleep(&time, 0);
}

void lmk_bench_exit(int status) { exit(status); }
