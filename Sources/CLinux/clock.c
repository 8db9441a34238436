#define _GNU_SOURCE
#include "include/lmk_clock.h"

#include <errno.h>
#include <sys/timerfd.h>
#include <time.h>

static int64_t nanoseconds(clockid_t clock) {
  struct timespec now = {0, 0};
  clock_gettime(clock, &now);
  return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

int64_t lmk_monotonic(void) { return nanoseconds(CLOCK_MONOTONIC); }
int64_t lmk_realtime(void) { return nanoseconds(CLOCK_REALTIME); }
int64_t lmk_boottime(void) { return nanoseconds(CLOCK_BOOTTIME); }
uint64_t lmk_thread_cpu(void) { return (uint64_t)nanoseconds(CLOCK_THREAD_CPUTIME_ID); }
uint64_t lmk_process_cpu(void) { return (uint64_t)nanoseconds(CLOCK_PROCESS_CPUTIME_ID); }

int32_t lmk_utc_offset(int64_t seconds_since_1970) {
  time_t moment = (time_t)seconds_since_1970;
  struct tm parts;
  return localtime_r(&moment, &parts) ? (int32_t)parts.tm_gmtoff : 0;
}

int lmk_timer_create(void) {
  int fd = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
  return fd < 0 ? -errno : fd;
}

static struct timespec parts_of(uint64_t nanoseconds) {
  struct timespec parts = {(time_t)(nanoseconds / 1000000000), (long)(nanoseconds % 1000000000)};
  return parts;
}

int lmk_timer_set(int fd, uint64_t first, uint64_t interval) {
  struct itimerspec setting = {.it_interval = parts_of(interval), .it_value = parts_of(first)};
  return timerfd_settime(fd, 0, &setting, 0) < 0 ? -errno : 0;
}

int lmk_timer_set_at(int fd, uint64_t moment) {
  struct itimerspec setting = {.it_value = parts_of(moment)};
  return timerfd_settime(fd, TFD_TIMER_ABSTIME, &setting, 0) < 0 ? -errno : 0;
}
