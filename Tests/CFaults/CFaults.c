#define _GNU_SOURCE
#include "CFaults.h"

#include <dlfcn.h>
#include <errno.h>
#include <poll.h>
#include <stdarg.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { CALLS = 5 };

// initial-exec: finding them must not call back here.
#define PER_THREAD static __thread __attribute__((tls_model("initial-exec")))
PER_THREAD int errors[CALLS], left[CALLS], asked[CALLS];

void cfaults_set(int call, int error, int times) {
  errors[call] = error;
  left[call] = times;
  asked[call] = 0;
}

int cfaults_left(int call) { return left[call]; }
int cfaults_asked(int call) { return asked[call]; }

static int fails(int call) {
  asked[call]++;
  if (left[call] == 0) return 0;
  left[call]--;
  errno = errors[call];
  return 1;
}

long syscall(long number, ...) {
  static long (*next)(long, ...);
  long a[6];
  va_list list;
  va_start(list, number);
  for (int i = 0; i < 6; i++) a[i] = va_arg(list, long);
  va_end(list);
  if (number == 434 && fails(CFAULTS_PIDFD_OPEN)) return -1;
  if (number == 424 && fails(CFAULTS_PIDFD_SEND_SIGNAL)) return -1;
  if (number == 448 && fails(CFAULTS_PROCESS_MRELEASE)) return -1;
  if (!next) next = (long (*)(long, ...))dlsym(RTLD_NEXT, "syscall");
  return next(number, a[0], a[1], a[2], a[3], a[4], a[5]);
}

int poll(struct pollfd *entries, nfds_t count, int timeout) {
  static int (*next)(struct pollfd *, nfds_t, int);
  if (fails(CFAULTS_POLL)) return -1;
  if (!next) next = (int (*)(struct pollfd *, nfds_t, int))dlsym(RTLD_NEXT, "poll");
  return next(entries, count, timeout);
}

ssize_t write(int fd, const void *buffer, size_t size) {
  static ssize_t (*next)(int, const void *, size_t);
  if (fails(CFAULTS_WRITE)) return -1;
  if (!next) next = (ssize_t (*)(int, const void *, size_t))dlsym(RTLD_NEXT, "write");
  return next(fd, buffer, size);
}
