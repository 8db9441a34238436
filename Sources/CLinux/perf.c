#define _GNU_SOURCE
#include "include/lmk_perf.h"

#include <errno.h>
#include <linux/perf_event.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "again.h"

int lmk_tracepoint_open(uint64_t id, int cpu, int wake) {
  struct perf_event_attr attr;
  memset(&attr, 0, sizeof attr);
  attr.type = PERF_TYPE_TRACEPOINT;
  attr.size = sizeof attr;
  attr.config = id;
  attr.sample_period = 1;
  attr.sample_type = PERF_SAMPLE_TID | PERF_SAMPLE_TIME | PERF_SAMPLE_RAW;
  attr.disabled = 1;
  attr.use_clockid = 1;
  attr.clockid = CLOCK_MONOTONIC;
  // wakeup_events counts per event, the watermark per ring: one that joins another's ring with a
  // watermark of its own wakes nobody by itself. 0 would mean half of the ring too, but only for
  // the ring's owner.
  attr.watermark = wake == LMK_WAKE_HALF_FULL;
  if (!attr.watermark) attr.wakeup_events = 1;
  return (int)AGAIN(
      syscall(SYS_perf_event_open, &attr, -1, cpu, -1, (unsigned long)PERF_FLAG_FD_CLOEXEC));
}

int lmk_tracepoint_join(int fd, int owner) {
  return ioctl(fd, PERF_EVENT_IOC_SET_OUTPUT, owner) < 0 ? -errno : 0;
}

int lmk_tracepoint_enable(int fd) {
  return ioctl(fd, PERF_EVENT_IOC_ENABLE, 0) < 0 ? -errno : 0;
}

static size_t page(void) { return (size_t)sysconf(_SC_PAGESIZE); }

int lmk_ring_map(int fd, size_t data_bytes, void **ring) {
  // Writable: the kernel then waits for our tail instead of writing over what is unread.
  void *memory = mmap(0, page() + data_bytes, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  if (memory == MAP_FAILED) return -errno;
  *ring = memory;
  return 0;
}

void lmk_ring_unmap(void *ring, size_t data_bytes) { munmap(ring, page() + data_bytes); }

const void *lmk_ring_data(const void *ring) { return (const char *)ring + page(); }

uint64_t lmk_ring_head(const void *ring) {
  const struct perf_event_mmap_page *control = ring;
  return __atomic_load_n(&control->data_head, __ATOMIC_ACQUIRE);
}

uint64_t lmk_ring_tail(const void *ring) {
  const struct perf_event_mmap_page *control = ring;
  return __atomic_load_n(&control->data_tail, __ATOMIC_RELAXED);
}

void lmk_ring_advance(void *ring, uint64_t tail) {
  struct perf_event_mmap_page *control = ring;
  __atomic_store_n(&control->data_tail, tail, __ATOMIC_RELEASE);
}
