// Locked memory and limits.
#pragma once

#include <stdint.h>

// mlockall(MCL_CURRENT | MCL_ONFAULT), and MCL_FUTURE if `future` is 1.
int lmk_memory_lock(int future);
int lmk_memory_unlock(void);
// Takes the pages of this program's code out of its page table (madvise(2),
// MADV_DONTNEED on the segments that nobody can write): what is used again comes back
// from the page cache. Returns their bytes. What the heap holds free goes back too (malloc_trim(3)).
int64_t lmk_code_release(void);
// RLIMIT_MEMLOCK, raised to its hard limit: the bytes that may be locked; UINT64_MAX: no limit.
int lmk_memory_lock_limit(uint64_t *bytes);
// RLIMIT_NOFILE, raised to its hard limit: how many descriptors may be open now.
int lmk_descriptor_limit_raise(uint64_t *limit);
