// Starts a program and tells how it ended. `witness NAME PROGRAM WORD...`
//
//   DIED NAME signal N|exit N at MS     (milliseconds of CLOCK_MONOTONIC)
//
// appended to /tmp/deaths: from the parent's wait status, so it is known who died whatever the
// killer says. A parent must outlive its child, so it is adj -1000; its child is adj 0 again.
#define _GNU_SOURCE
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static int set_adj(const char *text) {
  int fd = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);
  int failed = fd < 0 || write(fd, text, strlen(text)) < 0;
  if (fd >= 0) close(fd);
  return failed;
}

int main(int count, char **words) {
  if (count < 3) return 64;
  if (set_adj("-1000")) return 1;
  int deaths = open("/tmp/deaths", O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
  pid_t child = fork();
  if (child < 0 || deaths < 0) return 1;
  if (child == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (set_adj("0")) _exit(126);
    execvp(words[2], words + 2);
    _exit(127);
  }
  // It must tell the time of a death when memory is gone.
  mlockall(MCL_CURRENT | MCL_FUTURE);
  int status;
  while (waitpid(child, &status, 0) < 0) continue;
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  int killed = WIFSIGNALED(status), number = killed ? WTERMSIG(status) : WEXITSTATUS(status);
  dprintf(deaths, "DIED %s %s %d at %.1f\n", words[1], killed ? "signal" : "exit", number,
          t.tv_sec * 1e3 + t.tv_nsec / 1e6);
  return killed ? 128 + number : number;
}
