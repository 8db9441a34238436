#define _GNU_SOURCE
#include "include/lmk_spawn.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include "again.h"

int lmk_spawn(const char *path, char *const arguments[], char *const environment[], int output,
              int errors) {
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  int error = posix_spawn_file_actions_init(&actions);
  if (error) return -error;
  error = posix_spawnattr_init(&attributes);
  if (error) {
    posix_spawn_file_actions_destroy(&actions);
    return -error;
  }
  sigset_t none, all;
  sigemptyset(&none);
  sigfillset(&all);
  pid_t pid = 0;
  posix_spawnattr_setsigmask(&attributes, &none);
  posix_spawnattr_setsigdefault(&attributes, &all);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  error = posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
  if (!error)
    error = output >= 0 ? posix_spawn_file_actions_adddup2(&actions, output, 1)
                        : posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
  if (!error && errors != 2)
    error = errors >= 0 ? posix_spawn_file_actions_adddup2(&actions, errors, 2)
                        : posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0);
  if (!error) error = posix_spawn(&pid, path, &actions, &attributes, arguments, environment);
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&actions);
  return error ? -error : pid;
}

int64_t lmk_wait(int pid, int blocks) {
  int status = 0;
  int64_t result = AGAIN(waitpid(pid, &status, blocks ? 0 : WNOHANG));
  if (result < 0) return result;
  return result == 0 ? -EAGAIN : status;
}

int lmk_pipe(int *read_end, int *write_end) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) < 0) return -errno;
  *read_end = ends[0];
  *write_end = ends[1];
  return 0;
}

int lmk_signal_child(int pid, int signal) {
  // 0 and below would be a group, or everybody.
  if (pid <= 0) return -ESRCH;
  return kill(pid, signal) < 0 ? -errno : 0;
}

char **lmk_environment(void) { return environ; }
