// The kernel's log.
#pragma once

#include <stdint.h>

// A log device, /dev/kmsg, read-only and non-blocking, at its end: only what is yet to come.
int lmk_kernel_log_open(const char *path);
