// Programs that are started, never through a shell.
#pragma once

#include <stdint.h>

// Starts the program at `path` with these arguments and environment (posix_spawn(3)), both ending
// with a null pointer; its standard output goes to `output` and its standard error to `errors` (-1:
// to /dev/null), its standard input is /dev/null. It begins with no signal blocked and none ignored.
// The pid.
int lmk_spawn(const char *path, char *const arguments[], char *const environment[], int output,
              int errors);
// waitpid(2): the status as wait has it; -EAGAIN: it runs on (only if `blocks` is 0).
int64_t lmk_wait(int pid, int blocks);
// pipe2(2), O_CLOEXEC: both ends.
int lmk_pipe(int *read_end, int *write_end);
// kill(2). For a child that was not waited for: nobody else can have its pid.
int lmk_signal_child(int pid, int signal);
// The environment of this program.
char **lmk_environment(void);
