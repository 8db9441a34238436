// Tracepoints through perf_event_open(2), and the ring buffers that they write.
#pragma once

#include <stddef.h>
#include <stdint.h>

// When a tracepoint's record wakes whoever polls its ring.
enum {
  LMK_WAKE_EACH = 0,       // at each record
  LMK_WAKE_HALF_FULL = 1,  // when half of the ring is unread, by whatever records
};

// The tracepoint `id` on one CPU, for all processes, not enabled yet. Each sample carries the
// writer's pid and tid, its time on CLOCK_MONOTONIC, the CPU's raw record, and nothing else.
int lmk_tracepoint_open(uint64_t id, int cpu, int wake);
// PERF_EVENT_IOC_SET_OUTPUT: the records of `fd` go into the ring of `owner`, of the same CPU.
int lmk_tracepoint_join(int fd, int owner);
// PERF_EVENT_IOC_ENABLE.
int lmk_tracepoint_enable(int fd);

// The ring of `fd`: a page of the kernel's own, then `data_bytes`, a power of two of pages.
int lmk_ring_map(int fd, size_t data_bytes, void **ring);
void lmk_ring_unmap(void *ring, size_t data_bytes);
// Where the records stand.
const void *lmk_ring_data(const void *ring);
// How far the kernel has written, and we have read; both only grow. The head is an acquire: the
// records below it are whole.
uint64_t lmk_ring_head(const void *ring);
uint64_t lmk_ring_tail(const void *ring);
// Gives the kernel everything below `tail` back (release).
void lmk_ring_advance(void *ring, uint64_t tail);
