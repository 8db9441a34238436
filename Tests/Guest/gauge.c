// Looks at MemAvailable every 2 ms, and tells at the end. `gauge SECONDS PERCENT`
//
//   GAUGE below MS min PERCENT samples N gap MS oom_kill N
//   GAUGE crossed MS back MS         (where it was crossed; CLOCK_MONOTONIC, 0: not back)
//
// below: how long MemAvailable stood below PERCENT of MemTotal, all times together; gap: the longest
// time between two looks. It is locked in memory and runs before everything else (SCHED_FIFO), for
// it must see what the machine does when nobody else gets on. Ends early when standard input does.
#define _GNU_SOURCE
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

static char text[16384];

static double now_ms(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1e3 + t.tv_nsec / 1e6;
}

static void load(int fd) {
  ssize_t size = pread(fd, text, sizeof text - 1, 0);
  text[size > 0 ? size : 0] = 0;
}

static long value(const char *name) {
  char *at = strstr(text, name);
  return at ? atol(at + strlen(name)) : 0;
}

int main(int count, char **words) {
  if (count != 3) return 64;
  double seconds = atof(words[1]), percent = atof(words[2]);
  struct sched_param priority = {.sched_priority = 10};
  mlockall(MCL_CURRENT | MCL_FUTURE);
  sched_setscheduler(0, SCHED_FIFO, &priority);
  int meminfo = open("/proc/meminfo", O_RDONLY), vmstat = open("/proc/vmstat", O_RDONLY);
  load(vmstat);
  long kills = value("\noom_kill ");
  puts("GAUGE begins");
  fflush(stdout);
  double began = now_ms(), last = began, below = 0, gap = 0, least = 100;
  double crossed = 0, back = 0;
  int looks = 0;
  while (last - began < seconds * 1e3) {
    struct pollfd input = {.fd = 0, .events = POLLIN};
    if (poll(&input, 1, 2) > 0 && read(0, (char[64]){0}, 64) == 0) break;
    load(meminfo);
    double now = now_ms(), share = 100.0 * value("MemAvailable:") / value("MemTotal:");
    if (share < percent) {
      below += now - last;
      if (crossed == 0) crossed = now;
      back = 0;
    } else if (crossed > 0 && back == 0) {
      back = now;
    }
    if (share < least) least = share;
    if (now - last > gap) gap = now - last;
    last = now;
    looks++;
  }
  load(vmstat);
  printf("GAUGE below %.1f min %.2f samples %d gap %.1f oom_kill %ld\n", below, least, looks, gap,
         value("\noom_kill ") - kills);
  if (crossed > 0) printf("GAUGE crossed %.1f back %.1f\n", crossed, back);
  return 0;
}
