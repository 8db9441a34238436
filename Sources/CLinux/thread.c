#define _GNU_SOURCE
#include "include/lmk_thread.h"

#include <errno.h>
#include <limits.h>
#include <pthread.h>
#include <malloc.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "guard_stack.h"

struct start {
  char name[16];
  void (*body)(void *);
  void *context;
};

static void *run(void *argument) {
  struct start start = *(struct start *)argument;
  free(argument);
  prctl(PR_SET_NAME, start.name);

  // A stack overflow can only be handled on another stack, and each thread has its own.
  stack_t stack = {.ss_sp = malloc(LMK_GUARD_STACK), .ss_size = LMK_GUARD_STACK};
  if (stack.ss_sp) sigaltstack(&stack, 0);
  start.body(start.context);
  if (stack.ss_sp) {
    stack_t none = {.ss_flags = SS_DISABLE};
    sigaltstack(&none, 0);
    free(stack.ss_sp);
  }
  return 0;
}

int lmk_thread_start(const char *name, size_t stack_bytes, void (*body)(void *), void *context,
                     uint64_t *thread) {
  struct start *start = malloc(sizeof *start);
  if (!start) return -ENOMEM;
  memset(start->name, 0, sizeof start->name);
  strncpy(start->name, name, sizeof start->name - 1);
  start->body = body;
  start->context = context;

  pthread_attr_t attributes;
  int error = pthread_attr_init(&attributes);
  if (!error) {
    long least = sysconf(_SC_THREAD_STACK_MIN);
    if (least > 0 && stack_bytes < (size_t)least) stack_bytes = (size_t)least;
    error = pthread_attr_setstacksize(&attributes, stack_bytes);
    pthread_t made;
    if (!error) error = pthread_create(&made, &attributes, run, start);
    if (!error) *thread = (uint64_t)made;
    pthread_attr_destroy(&attributes);
  }
  if (error) free(start);
  return -error;
}

int lmk_thread_join(uint64_t thread) { return -pthread_join((pthread_t)thread, 0); }
int lmk_thread_detach(uint64_t thread) { return -pthread_detach((pthread_t)thread); }

int lmk_nice_get(int32_t *nice) {
  errno = 0;
  *nice = getpriority(PRIO_PROCESS, 0);
  return *nice == -1 && errno ? -errno : 0;
}

int lmk_nice_set(int32_t nice) { return setpriority(PRIO_PROCESS, 0, nice) < 0 ? -errno : 0; }

int lmk_set_name(const char *name) { return prctl(PR_SET_NAME, name) < 0 ? -errno : 0; }

void lmk_return_large_blocks(void) { mallopt(M_MMAP_THRESHOLD, 128 * 1024); }

void lmk_ignore_file_size_signal(void) { signal(SIGXFSZ, SIG_IGN); }

int lmk_die_with_parent(int32_t signal) {
  return prctl(PR_SET_PDEATHSIG, signal) < 0 ? -errno : 0;
}

void lmk_exit_thread(void) {
  for (;;) syscall(SYS_exit, 0);
}
