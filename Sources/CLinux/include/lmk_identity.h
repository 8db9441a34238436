// Who we are, and where.
#pragma once

#include <stddef.h>
#include <stdint.h>

int32_t lmk_own_pid(void);
// _exit(2).
_Noreturn void lmk_exit_now(int32_t status);
// Sends SIGSTOP to this program itself; returns when it was continued.
int32_t lmk_stop_self(void);
int32_t lmk_parent_pid(void);
uint32_t lmk_effective_user(void);
uint32_t lmk_effective_group(void);
// Whether a supplementary or the effective group is this one (getgroups).
int lmk_in_group(uint32_t group);
// The effective capabilities of the calling thread, bit n for capability n (capget).
int lmk_capabilities(uint64_t *effective);

int64_t lmk_page_size(void);
int64_t lmk_processor_count(void);  // those that may ever come up
int64_t lmk_clock_ticks(void);  // per second, as /proc/PID/stat counts
// gethostname(2), NUL-terminated.
int lmk_hostname(char *buffer, size_t size);
