#define _GNU_SOURCE
#include "include/lmk_pidfd.h"

#include <errno.h>
#include <poll.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "again.h"

// The numbers are the same on every architecture; older headers lack them.
#ifndef SYS_pidfd_send_signal
#define SYS_pidfd_send_signal 424
#endif
#ifndef SYS_process_mrelease
#define SYS_process_mrelease 448
#endif
#ifndef SYS_pidfd_open
#define SYS_pidfd_open 434
#endif
#ifndef SYS_process_mrelease
#define SYS_process_mrelease 448
#endif

int lmk_pidfd_open(int32_t pid) { return (int)AGAIN(syscall(SYS_pidfd_open, pid, 0)); }

int lmk_pidfd_send_signal(int pidfd, int32_t signal) {
  return (int)AGAIN(syscall(SYS_pidfd_send_signal, pidfd, signal, 0, 0));
}

int lmk_process_mrelease(int pidfd) { return (int)AGAIN(syscall(SYS_process_mrelease, pidfd, 0)); }

int lmk_pidfd_has_exited(int pidfd) { return lmk_pidfd_wait(pidfd, 0); }

int lmk_pidfd_wait(int pidfd, int timeout_ms) {
  struct pollfd entry = {.fd = pidfd, .events = POLLIN};
  int count = (int)AGAIN(poll(&entry, 1, timeout_ms));
  if (count < 0) return count;
  // From about 6.9 a reaped process hangs up; before, it stays readable.
  return (entry.revents & (POLLIN | POLLHUP)) != 0;
}
