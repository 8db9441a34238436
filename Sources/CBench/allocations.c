// Counts the allocations of each thread between the moment at which it wakes up in epoll_wait() and
// its pidfd_send_signal(). Between the two lies the whole way of a kill: memory is read, evaluated,
// a victim named, read again, evaluated again, signalled.
//
// A program's own malloc comes before libc's, for its shared libraries too (malloc(3) allows
// replacing it as a whole; free and the others stay libc's, which is where the memory comes from).
#define _GNU_SOURCE
#include <dlfcn.h>
#include <execinfo.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/syscall.h>
#include <time.h>

#include "include/lmk_bench.h"

#ifndef SYS_pidfd_send_signal
#define SYS_pidfd_send_signal 424
#endif

extern void *__libc_malloc(size_t);
extern void *__libc_calloc(size_t, size_t);
extern void *__libc_realloc(void *, size_t);
extern void *__libc_memalign(size_t, size_t);

enum { CAPACITY = 64, DEPTH = 32 };

// initial-exec: finding them must not allocate.
#define PER_THREAD static __thread __attribute__((tls_model("initial-exec")))
PER_THREAD int allocations, depth, pausing;
PER_THREAD int64_t woken;
PER_THREAD void *stack[DEPTH];

static struct lmk_bench_signal sent[CAPACITY];
static atomic_int sent_count;
static void *first_stack[DEPTH];
static int first_depth;
static atomic_int is_ready;

static int64_t now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1000000000LL + t.tv_nsec;
}

__attribute__((constructor)) static void begin(void) {
  backtrace(stack, 1);  // loads what it needs
  is_ready = 1;
}

static void note(void) {
  if (pausing || !is_ready) return;
  if (allocations++ == 0) {
    pausing = 1;
    depth = backtrace(stack, DEPTH);
    pausing = 0;
  }
}

void *malloc(size_t size) {
  note();
  return __libc_malloc(size);
}

void *calloc(size_t count, size_t size) {
  note();
  return __libc_calloc(count, size);
}

void *realloc(void *old, size_t size) {
  note();
  return __libc_realloc(old, size);
}

void *memalign(size_t alignment, size_t size) {
  note();
  return __libc_memalign(alignment, size);
}

void *aligned_alloc(size_t alignment, size_t size) { return memalign(alignment, size); }

int posix_memalign(void **out, size_t alignment, size_t size) {
  *out = memalign(alignment, size);
  return *out ? 0 : 12;
}

int epoll_wait(int epoll, struct epoll_event *events, int capacity, int timeout) {
  static int (*next)(int, struct epoll_event *, int, int);
  if (!next) next = dlsym(RTLD_NEXT, "epoll_wait");
  int result = next(epoll, events, capacity, timeout);
  allocations = 0;
  woken = now();
  return result;
}

static void note_signal(int32_t signal) {
  int index = sent_count;
  if (index < CAPACITY)
    sent[index] = (struct lmk_bench_signal){signal, allocations, now() - woken};
  if (allocations > 0) {
    first_depth = depth;
    for (int i = 0; i < depth; i++) first_stack[i] = stack[i];
  }
  sent_count = index + 1;
}

long syscall(long number, ...) {
  static long (*next)(long, ...);
  long a[6];
  va_list list;
  va_start(list, number);
  for (int i = 0; i < 6; i++) a[i] = va_arg(list, long);
  va_end(list);
  // Signal 0 only asks.
  if (number == SYS_pidfd_send_signal && a[1] != 0) note_signal((int32_t)a[1]);
  // Other libraries' constructors come here before ours.
  if (!next) next = dlsym(RTLD_NEXT, "syscall");
  return next(number, a[0], a[1], a[2], a[3], a[4], a[5]);
}

int lmk_bench_signals(struct lmk_bench_signal *signals, int capacity) {
  int count = sent_count;
  for (int i = 0; i < count && i < capacity && i < CAPACITY; i++) signals[i] = sent[i];
  return count;
}

void lmk_bench_say_first(void) { backtrace_symbols_fd(first_stack, first_depth, 2); }
