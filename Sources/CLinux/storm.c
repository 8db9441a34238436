#define _GNU_SOURCE
#include "include/lmk_storm.h"

#include <errno.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "again.h"

enum { STEP_MILLISECONDS = 50, DEADLINE_SECONDS = 600 };

static void pause_for(int32_t milliseconds) {
  struct timespec left = {milliseconds / 1000, (long)(milliseconds % 1000) * 1000000};
  while (nanosleep(&left, &left) < 0 && errno == EINTR) {
  }
}

int lmk_storm_brief(int32_t milliseconds) {
  int pid = fork();
  if (pid < 0) return -errno;
  if (pid > 0) return pid;
  if (milliseconds > 0) pause_for(milliseconds);
  _exit(0);
}

static _Noreturn void grow(size_t step, size_t limit, int parent) {
  // Whatever becomes of the parent, nothing of this outlives it.
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  signal(SIGALRM, SIG_DFL);
  alarm(DEADLINE_SECONDS);
  if (getppid() != parent) _exit(1);
  long page = sysconf(_SC_PAGESIZE);
  int flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE;
  volatile char *memory = mmap(0, limit, PROT_READ | PROT_WRITE, flags, -1, 0);
  if (memory == MAP_FAILED) _exit(1);
  for (size_t offset = 0; offset < limit; offset += (size_t)page) {
    memory[offset] = 1;
    if (step && (offset + (size_t)page) % step < (size_t)page) pause_for(STEP_MILLISECONDS);
  }
  for (;;) pause();
}

int lmk_storm_grower(size_t step, size_t limit) {
  int parent = getpid();
  int pid = fork();
  if (pid < 0) return -errno;
  if (pid == 0) grow(step, limit, parent);
  return pid;
}

int lmk_storm_end(int32_t pid) {
  // 0 and below would be a group, or everybody.
  if (pid <= 0) return -ESRCH;
  return kill(pid, SIGKILL) < 0 ? -errno : 0;
}

int lmk_storm_reap(int32_t pid, int block) {
  int64_t result = AGAIN(waitpid(pid, 0, block ? 0 : WNOHANG));
  return result < 0 ? (int)result : result == pid;
}
