// Takes memory. `hog [-r MIB_PER_SECOND] [-m MIB] [-a ADJ] [-i] [-l]`
//
//   -r  as fast as it can, if not given      -a  its own oom_score_adj
//   -m  up to so much, then it waits         -i  ignores SIGTERM
//   -l  locks what it takes (mlockall)
//
// Says, in milliseconds of CLOCK_MONOTONIC, when it begins. Each page gets other bytes, so that
// zram cannot make it small.
#define _GNU_SOURCE
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

enum { MIB = 1 << 20, PAGE = 4096 };

static double now_ms(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1e3 + t.tv_nsec / 1e6;
}

static void set_adj(const char *text) {
  int fd = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);
  if (fd < 0 || write(fd, text, strlen(text)) < 0) {
    perror("hog: oom_score_adj");
    exit(1);
  }
  close(fd);
}

static uint64_t seed = 88172645463325252u;

static uint64_t next_random(void) {
  seed ^= seed << 13;
  seed ^= seed >> 7;
  return seed ^= seed << 17;
}

static void take_mebibyte(void) {
  char *memory = mmap(0, MIB, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  // Overcommit refused it: there is nothing more to take.
  if (memory == MAP_FAILED) for (;;) pause();
  for (int page = 0; page < MIB; page += PAGE)
    for (int at = 0; at < PAGE; at += 64) *(uint64_t *)(memory + page + at) = next_random();
}

int main(int count, char **words) {
  double rate = 0, limit = 1e9;
  int option;
  while ((option = getopt(count, words, "r:m:a:il")) != -1) switch (option) {
      case 'r': rate = atof(optarg); break;
      case 'm': limit = atof(optarg); break;
      case 'a': set_adj(optarg); break;
      case 'l': mlockall(MCL_CURRENT | MCL_FUTURE); break;
      case 'i': signal(SIGTERM, SIG_IGN); break;
      default: return 64;
    }
  double began = now_ms();
  printf("HOG begins %.1f\n", began);
  fflush(stdout);
  for (double taken = 1; taken <= limit; taken++) {
    take_mebibyte();
    double ahead = rate > 0 ? taken / rate * 1e3 - (now_ms() - began) : 0;
    if (ahead > 0) usleep((useconds_t)(ahead * 1e3));
  }
  for (;;) pause();
}
