#define _GNU_SOURCE
#include "include/lmk_memory.h"

#include <errno.h>
#include <sys/mman.h>
#include <sys/resource.h>

#ifndef MCL_ONFAULT
#define MCL_ONFAULT 4
#endif

int lmk_memory_lock(int future) {
  int flags = MCL_CURRENT | MCL_ONFAULT | (future ? MCL_FUTURE : 0);
  return mlockall(flags) < 0 ? -errno : 0;
}

int lmk_memory_unlock(void) { return munlockall() < 0 ? -errno : 0; }

static int raise_limit(int which, uint64_t *value) {
  struct rlimit limit;
  if (getrlimit(which, &limit) < 0) return -errno;
  if (limit.rlim_cur != limit.rlim_max) {
    struct rlimit raised = {limit.rlim_max, limit.rlim_max};
    if (setrlimit(which, &raised) == 0) limit = raised;
  }
  *value = limit.rlim_cur == RLIM_INFINITY ? UINT64_MAX : (uint64_t)limit.rlim_cur;
  return 0;
}

int lmk_memory_lock_limit(uint64_t *bytes) { return raise_limit(RLIMIT_MEMLOCK, bytes); }
int lmk_descriptor_limit_raise(uint64_t *limit) { return raise_limit(RLIMIT_NOFILE, limit); }
