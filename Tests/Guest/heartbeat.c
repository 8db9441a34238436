// Ticks every 100 ms until SIGTERM, then tells the longest time between two ticks: `HEARTBEAT gap MS`.
//
// An ordinary program: neither locked nor in front, and it asks for fresh memory at each tick, as
// whatever answers an operator does. Where it stands still the machine does.
#define _GNU_SOURCE
#include <signal.h>
#include <stdio.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

static volatile sig_atomic_t over;
static void stop(int number) { over = number; }

static double now_ms(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1e3 + t.tv_nsec / 1e6;
}

int main(void) {
  struct sigaction action = {.sa_handler = stop};
  sigaction(SIGTERM, &action, 0);
  double last = now_ms(), longest = 0;
  while (!over) {
    usleep(100000);
    enum { SIZE = 64 << 10 };
    char *memory = mmap(0, SIZE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory != MAP_FAILED) {
      for (int at = 0; at < SIZE; at += 4096) memory[at] = 1;
      munmap(memory, SIZE);
    }
    double now = now_ms();
    // The last one may be short: SIGTERM wakes it.
    if (now - last > longest) longest = now - last;
    last = now;
  }
  printf("HEARTBEAT gap %.1f\n", longest);
  return 0;
}
