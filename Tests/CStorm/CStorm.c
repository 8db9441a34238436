#define _GNU_SOURCE
#include "CStorm.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

// It shares our memory and not our descriptors' table or our signals; nothing of libc that locks or
// allocates may be called here.
static int sleep_on(void *unused) {
  (void)unused;
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  for (;;) pause();
}

int cstorm_sharing_child(void) {
  static _Alignas(16) char stack[65536];
  int pid = clone(sleep_on, stack + sizeof stack, CLONE_VM | SIGCHLD, 0);
  return pid < 0 ? -errno : pid;
}

int cstorm_set_last_pid(int pid) {
  char text[16];
  int length = snprintf(text, sizeof text, "%d", pid);
  int fd = open("/proc/sys/kernel/ns_last_pid", O_WRONLY | O_CLOEXEC);
  if (fd < 0) return -errno;
  int result = write(fd, text, (size_t)length) == length ? 0 : -errno;
  close(fd);
  return result;
}

int cstorm_small_pages(void) { return prctl(PR_SET_THP_DISABLE, 1, 0, 0, 0) < 0 ? -errno : 0; }

int cstorm_be_idle(void) {
  struct sched_param parameters = {0};
  return sched_setscheduler(0, SCHED_IDLE, &parameters) < 0 ? -errno : 0;
}

void cstorm_spin(void) {
  for (volatile unsigned long i = 0;; i++) {
  }
}

int cstorm_child(int adj, int mebibytes, int lives_ms) {
  char text[16];
  int length = snprintf(text, sizeof text, "%d", adj);
  int pid = fork();
  if (pid < 0) return -errno;
  if (pid > 0) return pid;
  // The child of a program with threads: system calls, and nothing else.
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, 0);
  int fd = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);
  if (fd < 0 || write(fd, text, (size_t)length) != length) _exit(1);
  close(fd);
  size_t size = (size_t)mebibytes << 20;
  char *memory = mmap(0, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) _exit(1);
  for (size_t at = 0; at < size; at += 4096) memory[at] = 1;
  if (lives_ms > 0) {
    struct timespec time = {lives_ms / 1000, lives_ms % 1000 * 1000000L};
    nanosleep(&time, 0);
    _exit(0);
  }
  for (;;) pause();
}

int cstorm_reap(int *signal) {
  int status;
  int pid = waitpid(-1, &status, WNOHANG);
  if (pid < 0) return errno == ECHILD ? 0 : -errno;
  if (pid > 0) *signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
  return pid;
}
