#define _GNU_SOURCE
#include "CStorm.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <sys/prctl.h>
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
