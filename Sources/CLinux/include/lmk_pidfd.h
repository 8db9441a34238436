// pidfds: a process by descriptor, which no reuse of its pid can turn into another.
#pragma once

#include <stdint.h>

int lmk_pidfd_open(int32_t pid);  // pidfd_open(2); O_CLOEXEC is always set
int lmk_pidfd_send_signal(int pidfd, int32_t signal);  // pidfd_send_signal(2)
// process_mrelease(2): frees the memory of a process that is dying, in the caller's time.
int lmk_process_mrelease(int pidfd);
// 1 if every thread of the process has exited (reaped or not), 0 if not (poll(2)).
int lmk_pidfd_has_exited(int pidfd);
// The same after at most so many milliseconds.
int lmk_pidfd_wait(int pidfd, int timeout_ms);
