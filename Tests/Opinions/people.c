// Makes a population. `people ADJ:MIB[:KINDS]...` forks a process for each word, says
// `READY pid pid ...` when all have what they should have, and ends them with its input.
//
//   s  memory that it shares with the others of this kind   p  page tables: 2 KiB for each KiB said
//   t  eight threads, among them some of its memory         z  a zombie leader: a thread has it all
//   c  three children, born with all of its memory          k  a child with as much of its own
//   w  swapped out, as far as there is swap                 S  stopped
//   f  in a file's pages, under /tmp
//
// Dies with its parent, and takes everybody along.
#define _GNU_SOURCE
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

enum { MIB = 1 << 20, PAGE = 4096, BLOCK = 2 << 20, MOST = 256 };

static char *shared;
static int ready[2];

static void die_with_parent(void) { prctl(PR_SET_PDEATHSIG, SIGKILL); }

static void set_adj(const char *text) {
  int fd = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);
  if (fd < 0 || write(fd, text, strlen(text)) < 0) perror("people: oom_score_adj");
  close(fd);
}

static char *room(size_t size, int flags, int fd) {
  char *memory = mmap(0, size, PROT_READ | PROT_WRITE, flags | MAP_NORESERVE, fd, 0);
  if (memory == MAP_FAILED) {
    perror("people: mmap");
    _exit(1);
  }
  madvise(memory, size, MADV_NOHUGEPAGE);
  return memory;
}

// Each page gets other bytes, so that zram cannot make it small.
static void fill(char *memory, size_t size) {
  static uint64_t seed = 88172645463325252u;
  for (size_t at = 0; at < size; at += 64) {
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    *(uint64_t *)(memory + at) = seed;
  }
}

static void say_ready(void) {
  if (write(ready[1], "r", 1) != 1) _exit(1);
}

struct work {
  size_t size;
  int speaks;
};

static void *thread(void *argument) {
  struct work *work = argument;
  if (work->size) fill(room(work->size, MAP_PRIVATE | MAP_ANONYMOUS, -1), work->size);
  if (work->speaks) say_ready();
  for (;;) pause();
  return NULL;
}

static void start_thread(size_t size, int speaks) {
  struct work *work = malloc(sizeof *work);
  *work = (struct work){size, speaks};
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_attr_setstacksize(&attributes, 64 << 10);
  pthread_t other;
  if (pthread_create(&other, &attributes, thread, work)) _exit(1);
}

static void be(const char *adj, size_t size, const char *kinds) {
  die_with_parent();
  set_adj(adj);
  if (strchr(kinds, 'z')) {
    start_thread(size, 1);
    pthread_exit(NULL);
  }
  char *memory = NULL;
  if (strchr(kinds, 'p')) {
    // Reading maps the zero page, which is nobody's RSS; every 2 MiB take a page of page tables.
    char *wide = room(size / PAGE * (size_t)BLOCK, MAP_PRIVATE | MAP_ANONYMOUS, -1);
    for (size_t block = 0; block < size / PAGE; block++)
      *(volatile char *)(wide + block * BLOCK);
  } else if (strchr(kinds, 's')) {
    fill(memory = shared, size);
  } else if (strchr(kinds, 'f')) {
    int fd = open("/tmp", O_TMPFILE | O_RDWR, 0600);
    if (fd < 0 || ftruncate(fd, (off_t)size)) perror("people: /tmp");
    fill(memory = room(size, MAP_SHARED, fd), size);
  } else {
    fill(memory = room(size, MAP_PRIVATE | MAP_ANONYMOUS, -1), size);
  }
  if (strchr(kinds, 't'))
    for (int i = 0; i < 8; i++) start_thread(MIB / 4, 0);
  if (strchr(kinds, 'w') && memory) madvise(memory, size, 21 /* MADV_PAGEOUT */);
  for (int i = strchr(kinds, 'c') ? 3 : strchr(kinds, 'k') ? 1 : 0; i > 0; i--) {
    if (fork() > 0) continue;
    die_with_parent();
    if (strchr(kinds, 'k')) fill(room(size, MAP_PRIVATE | MAP_ANONYMOUS, -1), size);
    say_ready();
    for (;;) pause();
  }
  say_ready();
  if (strchr(kinds, 'S')) raise(SIGSTOP);
  for (;;) pause();
}

int main(int count, char **words) {
  die_with_parent();
  shared = mmap(0, (size_t)512 * MIB, PROT_READ | PROT_WRITE,
                MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (shared == MAP_FAILED || pipe(ready) || count - 1 > MOST) return 1;
  pid_t pids[MOST];
  int awaited = 0;
  for (int i = 1; i < count; i++) {
    char adj[16] = "", kinds[16] = "";
    double size = 0;
    if (sscanf(words[i], "%15[^:]:%lf:%15s", adj, &size, kinds) < 2) return 64;
    pids[i - 1] = fork();
    if (pids[i - 1] == 0) be(adj, (size_t)(size * MIB) / PAGE * PAGE, kinds);
    awaited += strchr(kinds, 'z') ? 1 : strchr(kinds, 'c') ? 4 : strchr(kinds, 'k') ? 2 : 1;
  }
  char letter;
  while (awaited-- > 0)
    if (read(ready[0], &letter, 1) != 1) return 1;
  printf("READY");
  for (int i = 0; i < count - 1; i++) printf(" %d", pids[i]);
  printf("\n");
  fflush(stdout);
  // Who is killed meanwhile is waited for with the others: until then its pid is nobody else's.
  while (read(0, &letter, 1) > 0) continue;
  for (int i = 0; i < count - 1; i++) kill(pids[i], SIGKILL);
  for (int i = 0; i < count - 1; i++) waitpid(pids[i], NULL, 0);
  return 0;
}
