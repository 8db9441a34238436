#define _GNU_SOURCE
#include "include/lmk_guard.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "guard_stack.h"

_Static_assert(sizeof(struct termios) <= sizeof(struct lmk_terminal_state), "termios fits");

static const int fatal[] = {SIGILL, SIGTRAP, SIGSEGV, SIGBUS, SIGFPE, SIGABRT};
enum { FATAL_COUNT = sizeof fatal / sizeof fatal[0] };

static struct {
  atomic_int armed;
  int fd;
  struct termios termios;
  char bytes[LMK_GUARD_BYTES];
  size_t length;
  struct sigaction former[FATAL_COUNT];
  char stack[LMK_GUARD_STACK];
} guard;

int lmk_terminal_state_get(int fd, struct lmk_terminal_state *state) {
  struct termios termios;
  if (tcgetattr(fd, &termios) < 0) return -errno;
  memset(state, 0, sizeof *state);
  memcpy(state, &termios, sizeof termios);
  return 0;
}

int lmk_terminal_make_sane(int fd) {
  struct termios now;
  if (tcgetattr(fd, &now) < 0) return -errno;
  now.c_iflag &= ~(tcflag_t)(IGNBRK | INLCR | IGNCR | IXOFF | IXANY);
  now.c_iflag |= ICRNL | IXON;
  now.c_oflag |= OPOST | ONLCR;
  now.c_oflag &= ~(tcflag_t)(OCRNL | ONOCR | ONLRET);
  now.c_cflag |= CREAD;
  now.c_lflag |= ISIG | ICANON | IEXTEN | ECHO | ECHOE | ECHOK | ECHOCTL | ECHOKE;
  now.c_lflag &= ~(tcflag_t)(ECHONL | NOFLSH | TOSTOP | ECHOPRT);
  now.c_cc[VINTR] = 3;     // Ctrl-C
  now.c_cc[VQUIT] = 28;    // Ctrl-backslash
  now.c_cc[VERASE] = 127;  // Backspace
  now.c_cc[VKILL] = 21;    // Ctrl-U
  now.c_cc[VEOF] = 4;      // Ctrl-D
  now.c_cc[VSTART] = 17;   // Ctrl-Q
  now.c_cc[VSTOP] = 19;    // Ctrl-S
  now.c_cc[VSUSP] = 26;    // Ctrl-Z
  now.c_cc[VWERASE] = 23;  // Ctrl-W
  now.c_cc[VREPRINT] = 18; // Ctrl-R
  now.c_cc[VLNEXT] = 22;   // Ctrl-V
  now.c_cc[VMIN] = 1;
  now.c_cc[VTIME] = 0;
  return tcsetattr(fd, TCSANOW, &now) < 0 ? -errno : 0;
}

// Async-signal-safe. SIGTTOU must be blocked, or a background process would stop here.
static void restore(void) {
  int flags = fcntl(guard.fd, F_GETFL);
  // A stopped or full terminal must not hold us: no write waits, and if ours does not fit behind
  // what is queued, the queue goes.
  if (flags >= 0) fcntl(guard.fd, F_SETFL, flags | O_NONBLOCK);
  if (write(guard.fd, guard.bytes, guard.length) != (ssize_t)guard.length) {
    tcflush(guard.fd, TCOFLUSH);
    ssize_t ignored = write(guard.fd, guard.bytes, guard.length);
    (void)ignored;
  }
  tcsetattr(guard.fd, TCSANOW, &guard.termios);
  if (flags >= 0) fcntl(guard.fd, F_SETFL, flags);
}

static void on_fatal(int signal_number) {
  // Of several threads that fail at once one restores; the others go on to their end.
  if (atomic_exchange(&guard.armed, 0)) restore();
  struct sigaction plain = {.sa_handler = SIG_DFL};
  sigaction(signal_number, &plain, 0);
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, signal_number);
  pthread_sigmask(SIG_UNBLOCK, &set, 0);
  raise(signal_number);
}

int lmk_guard_arm(int fd, const struct lmk_terminal_state *state, const void *bytes,
                  size_t length) {
  if (length > sizeof guard.bytes) return -EINVAL;
  int again = atomic_exchange(&guard.armed, 0);
  guard.fd = fd;
  memcpy(&guard.termios, state, sizeof guard.termios);
  memcpy(guard.bytes, bytes, length);
  guard.length = length;
  if (!again) {
    stack_t stack = {.ss_sp = guard.stack, .ss_size = sizeof guard.stack};
    if (sigaltstack(&stack, 0) < 0) return -errno;
    struct sigaction action = {.sa_handler = on_fatal, .sa_flags = SA_ONSTACK};
    sigfillset(&action.sa_mask);
    for (int i = 0; i < FATAL_COUNT; i++) sigaction(fatal[i], &action, &guard.former[i]);
  }
  atomic_store(&guard.armed, 1);
  return 0;
}

void lmk_guard_restore(void) {
  if (!atomic_load(&guard.armed)) return;
  sigset_t set, before;
  sigemptyset(&set);
  sigaddset(&set, SIGTTOU);
  pthread_sigmask(SIG_BLOCK, &set, &before);
  restore();
  pthread_sigmask(SIG_SETMASK, &before, 0);
}

void lmk_guard_disarm(void) {
  if (!atomic_exchange(&guard.armed, 0)) return;
  for (int i = 0; i < FATAL_COUNT; i++) sigaction(fatal[i], &guard.former[i], 0);
}
