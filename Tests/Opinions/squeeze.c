// Takes all memory and all swap until the kernel has killed somebody, and gives it back by ending.
// `squeeze SECONDS`: it is itself never the one (adj -1000), and gives up after so long.
//
// Says `SQUEEZED MIB`, or `SQUEEZE failed`.
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

enum { MIB = 1 << 20, PIECE = 16 << 10 };

static char text[32768];

// /proc/vmstat `oom_kill`, read without taking memory: the buffer is there, and touched.
static long kills(int fd) {
  ssize_t size = pread(fd, text, sizeof text - 1, 0);
  text[size > 0 ? size : 0] = 0;
  const char *line = strstr(text, "\noom_kill ");
  return line ? atol(line + 10) : -1;
}

int main(int count, char **words) {
  int adj = open("/proc/self/oom_score_adj", O_WRONLY);
  if (adj < 0 || write(adj, "-1000", 5) != 5) return 1;
  int fd = open("/proc/vmstat", O_RDONLY);
  long before = kills(fd);
  time_t end = time(NULL) + (count > 1 ? atoi(words[1]) : 20);
  uint64_t seed = 88172645463325252u;
  for (long taken = 0; time(NULL) < end; taken++) {
    char *memory = mmap(0, MIB, PROT_READ | PROT_WRITE,
                        MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (memory == MAP_FAILED) break;
    for (int at = 0; at < MIB; at += 64) {
      seed ^= seed << 13;
      seed ^= seed >> 7;
      seed ^= seed << 17;
      *(uint64_t *)(memory + at) = seed;
      if (at % PIECE == 0 && kills(fd) != before) {
        printf("SQUEEZED %ld\n", taken);
        return 0;
      }
    }
  }
  printf("SQUEEZE failed\n");
  return 1;
}
