// The terminal, restored by whatever road the program leaves.
//
// Static storage, because a signal handler can reach nothing else.
#pragma once

#include <stddef.h>
#include <stdint.h>

// A struct termios, opaque.
struct lmk_terminal_state {
  uint64_t words[16];
};

// tcgetattr(3).
int lmk_terminal_state_get(int fd, struct lmk_terminal_state *state);

// Sets a terminal as login(1) finds it: lines, echo, signals, and CR and NL as people mean them
// (stty sane). 0 or -errno.
int lmk_terminal_make_sane(int fd);

// Keeps the state and the bytes (at most LMK_GUARD_BYTES; more is EINVAL), and replaces the
// handlers of SIGILL, SIGTRAP, SIGSEGV, SIGBUS, SIGFPE and SIGABRT by one that restores the
// terminal and lets the signal take its default course. Arming again replaces what is kept.
enum { LMK_GUARD_BYTES = 512 };
int lmk_guard_arm(int fd, const struct lmk_terminal_state *state, const void *bytes,
                  size_t length);
// Restores the terminal now, without waiting for it: output that is stuck is thrown away. May be
// called from any thread, any number of times; does nothing when not armed.
void lmk_guard_restore(void);
// Puts the former handlers back, and forgets the terminal.
void lmk_guard_disarm(void);
