#define _GNU_SOURCE
#include "include/lmk_memory.h"

#include <errno.h>
#include <link.h>
#include <malloc.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

#ifndef MCL_ONFAULT
#define MCL_ONFAULT 4
#endif

int lmk_memory_lock(int future) {
  int flags = MCL_CURRENT | MCL_ONFAULT | (future ? MCL_FUTURE : 0);
  return mlockall(flags) < 0 ? -errno : 0;
}

int lmk_memory_unlock(void) { return munlockall() < 0 ? -errno : 0; }

static int release_segments(struct dl_phdr_info *info, size_t size, void *sum) {
  (void)size;
  uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
  for (int index = 0; index < info->dlpi_phnum; index++) {
    const ElfW(Phdr) *segment = &info->dlpi_phdr[index];
    // Only what nobody can have written to: code. Constants may hold relocations of ours, which
    // stand in no file.
    if (segment->p_type != PT_LOAD || !(segment->p_flags & PF_X) || segment->p_flags & PF_W)
      continue;
    uintptr_t start = (info->dlpi_addr + segment->p_vaddr) & ~(page - 1);
    uintptr_t end = (info->dlpi_addr + segment->p_vaddr + segment->p_memsz) & ~(page - 1);
    if (end > start && madvise((void *)start, end - start, MADV_DONTNEED) == 0)
      *(int64_t *)sum += (int64_t)(end - start);
  }
  return 0;
}

int64_t lmk_code_release(void) {
  int64_t sum = 0;
  malloc_trim(0);
  dl_iterate_phdr(release_segments, &sum);
  return sum;
}

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
