// lmkherd SLEEPING [FORKS_A_SECOND [GROWING [VICTIMS]]]: a herd of processes to be watched.
//
// SLEEPING children that sleep; beside them, births of children that end at once, and GROWING
// children that each grow by 64 KiB a second, up to 64 MiB. Prints `ready` when all are there.
// VICTIMS children hold 4 MiB each at oom_score_adj 900, and are born anew when one was killed: for
// armed runs in a private PID namespace, where they are all that may die.
// Ends on SIGTERM, SIGINT or when its starter ends, and ends its children first, each by its pid.
#define _GNU_SOURCE
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static volatile sig_atomic_t is_over;

static void end(int signal) { (void)signal, is_over = 1; }

static void rest(long nanoseconds) {
  struct timespec time = {nanoseconds / 1000000000, nanoseconds % 1000000000};
  nanosleep(&time, 0);
}

static void be_sleeper(void) {
  for (;;) pause();
}

static void be_grower(void) {
  enum { PIECE = 64 << 10, LIMIT = 64 << 20 };
  for (long size = 0; size < LIMIT; size += PIECE) {
    char *memory = mmap(0, PIECE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED) break;
    for (long offset = 0; offset < PIECE; offset += 4096) memory[offset] = 1;
    rest(1000000000);
  }
  be_sleeper();
}

static void be_victim(void) {
  FILE *adj = fopen("/proc/self/oom_score_adj", "w");
  if (!adj || fputs("900", adj) < 0 || fclose(adj) != 0) _exit(1);
  enum { SIZE = 4 << 20 };
  char *memory = mmap(0, SIZE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) _exit(1);
  for (long offset = 0; offset < SIZE; offset += 4096) memory[offset] = 1;
  be_sleeper();
}

static pid_t birth(void (*life)(void)) {
  pid_t owner = getpid(), child = fork();
  if (child < 0) perror("lmkherd: fork"), is_over = 1;
  if (child != 0) return child;
  signal(SIGTERM, SIG_DFL);
  signal(SIGINT, SIG_DFL);
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != owner) _exit(0);
  life();
  _exit(0);
}

static void be_nobody(void) {}

// Whoever was killed is reaped and born anew, every 10 ms.
static void replace(pid_t *victims, long count) {
  for (long index = 0; index < count; index++)
    if (victims[index] > 0 && waitpid(victims[index], 0, WNOHANG) == victims[index]) victims[index] = birth(be_victim);
  rest(10000000);
}

static long number(char **arguments, int count, int index) {
  return index < count ? atol(arguments[index]) : 0;
}

int main(int count, char **arguments) {
  long sleeping = number(arguments, count, 1), forks = number(arguments, count, 2),
       growing = number(arguments, count, 3), victims = number(arguments, count, 4), made = 0;
  if (count < 2 || sleeping < 0 || forks < 0 || growing < 0 || victims < 0) {
    fprintf(stderr, "lmkherd SLEEPING [FORKS_A_SECOND [GROWING [VICTIMS]]]\n");
    return 64;
  }
  pid_t *children = calloc((size_t)(sleeping + growing + victims + 1), sizeof *children);
  if (!children) return 71;
  prctl(PR_SET_PDEATHSIG, SIGTERM);
  signal(SIGTERM, end);
  signal(SIGINT, end);
  for (long index = 0; index < sleeping + growing && !is_over; index++) {
    pid_t child = birth(index < sleeping ? be_sleeper : be_grower);
    if (child > 0) children[made++] = child;
  }
  for (long index = 0; index < victims && !is_over; index++) {
    pid_t child = birth(be_victim);
    if (child > 0) children[made++] = child;
  }
  puts("ready");
  fflush(stdout);
  while (!is_over) {
    if (victims > 0) {
      replace(children + sleeping + growing, victims);
      continue;
    }
    if (forks == 0) {
      pause();
      continue;
    }
    pid_t child = birth(be_nobody);
    if (child > 0) waitpid(child, 0, 0);
    rest(1000000000 / forks);
  }
  // They are our children and not reaped: their pids are theirs until we have waited.
  // A birth that failed left -1, which to kill(2) would be everybody.
  for (long index = 0; index < made; index++)
    if (children[index] > 0) kill(children[index], SIGKILL);
  for (long index = 0; index < made; index++)
    while (children[index] > 0 && waitpid(children[index], 0, 0) < 0 && errno == EINTR) {
    }
  return 0;
}
