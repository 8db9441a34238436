// Wide-character ncurses for Swift. The importer sees neither its macros (A_*, KEY_F, LINES) nor
// its globals (stdscr, which Swift 6 takes for shared mutable state), so each has a function here.
//
// Everything ncurses knows is global and belongs to one thread: the main one.
#pragma once

// Without this, every wide function silently disappears.
#define NCURSES_WIDECHAR 1
#include <curses.h>

#include <errno.h>
#include <langinfo.h>
#include <locale.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>
#include <wchar.h>

// MARK: Attributes and keys

static inline attr_t lmk_attr_bold(void) { return A_BOLD; }
static inline attr_t lmk_attr_reverse(void) { return A_REVERSE; }
static inline attr_t lmk_attr_underline(void) { return A_UNDERLINE; }
static inline attr_t lmk_attr_blink(void) { return A_BLINK; }

static inline int lmk_key_function(int number) { return KEY_F(number); }

// MARK: The tty

// 1 where both standard input and standard output are terminals.
static inline int lmk_has_terminal(void) {
  return isatty(STDIN_FILENO) && isatty(STDOUT_FILENO);
}

// tcgetattr(3) on standard input. 0 or -errno.
static inline int lmk_tty_save(struct termios *saved) {
  return tcgetattr(STDIN_FILENO, saved) == 0 ? 0 : -errno;
}

// tcsetattr(3) on standard input, after what was written has gone out. 0 or -errno.
static inline int lmk_tty_restore(const struct termios *saved) {
  return tcsetattr(STDIN_FILENO, TCSADRAIN, saved) == 0 ? 0 : -errno;
}

// Beyond cbreak: Ctrl-S must not stop the output (IXON), and Ctrl-V and Ctrl-O are keys (IEXTEN).
// Ctrl-C and Ctrl-\\ are keys too: an armed program asks before it leaves. Ctrl-Z stays a signal.
// 0 or -errno.
static inline int lmk_tty_claim(void) {
  struct termios now;
  if (tcgetattr(STDIN_FILENO, &now) != 0) return -errno;
  now.c_iflag &= ~(tcflag_t)(IXON | IXOFF);
  now.c_lflag &= ~(tcflag_t)IEXTEN;
  now.c_cc[VINTR] = _POSIX_VDISABLE;
  now.c_cc[VQUIT] = _POSIX_VDISABLE;
  return tcsetattr(STDIN_FILENO, TCSADRAIN, &now) == 0 ? 0 : -errno;
}

// TIOCGWINSZ on standard output. 0, or -errno; a size of 0 by 0 means that nobody told the kernel.
static inline int lmk_tty_size(int *columns, int *rows) {
  struct winsize size;
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0) return -errno;
  *columns = size.ws_col;
  *rows = size.ws_row;
  return 0;
}

// Writes all of it to standard output. 0 or -errno. For what ncurses has no word for, and only
// where its own buffer is empty: after wrefresh(3X), before endwin(3X).
static inline int lmk_tty_write(const char *bytes, size_t count) {
  while (count > 0) {
    ssize_t written = write(STDOUT_FILENO, bytes, count);
    if (written < 0 && errno != EINTR) return -errno;
    if (written > 0) {
      bytes += written;
      count -= (size_t)written;
    }
  }
  return 0;
}

// Milliseconds of CLOCK_MONOTONIC.
static inline int64_t lmk_milliseconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

// MARK: The locale

// setlocale(LC_ALL, ""). Where nobody chose a locale, or a UTF-8 one that is not installed (ssh
// brings the name along), C.UTF-8 is taken for the characters: a container without LANG still
// stands behind a UTF-8 terminal, and who wants ASCII can say LC_ALL=C.
// 1 where characters are UTF-8 afterwards, else 0.
static inline int lmk_locale_enter(void) {
  setlocale(LC_ALL, "");
  if (strcasecmp(nl_langinfo(CODESET), "UTF-8") == 0) return 1;
  const char *variables[] = {"LC_ALL", "LC_CTYPE", "LANG"};
  const char *chosen = "";
  for (int i = 0; i < 3 && !*chosen; i++) {
    const char *value = getenv(variables[i]);
    if (value) chosen = value;
  }
  const char *codeset = strchr(chosen, '.');
  int wants = !*chosen
    || (codeset
        && (strncasecmp(codeset, ".UTF-8", 6) == 0 || strncasecmp(codeset, ".utf8", 5) == 0));
  return wants && setlocale(LC_CTYPE, "C.UTF-8") != NULL
    && strcasecmp(nl_langinfo(CODESET), "UTF-8") == 0;
}

// MARK: Screens and windows

// newterm(3X) on standard output and input; never initscr, which exits on an unknown TERM.
static inline SCREEN *lmk_screen_open(const char *term) {
  // Sizes come from the kernel alone: LINES and COLUMNS left over in an environment do not resize.
  use_env(FALSE);
  use_tioctl(TRUE);
  return newterm(term, stdout, stdin);
}

static inline WINDOW *lmk_stdscr(void) { return stdscr; }
static inline int lmk_lines(void) { return LINES; }
static inline int lmk_columns(void) { return COLS; }
static inline int lmk_color_pairs(void) { return COLOR_PAIRS; }

// 1 where use_default_colors worked: -1 is a colour then.
static inline int lmk_color_start(void) {
  start_color();
  return use_default_colors() == OK;
}

// One cell: up to five scalars of one grapheme (0 ends them), with a pair that may lie beyond 255
// (and beyond short), which setcchar takes through its last argument.
static inline int lmk_cell_set(
  cchar_t *cell, const uint32_t *scalars, attr_t attributes, int pair) {
  return setcchar(
    cell, (const wchar_t *)scalars, attributes, (short)(pair > 32767 ? 32767 : pair), &pair);
}

// wcwidth(3): the columns that libc, and so ncurses, gives to a scalar; -1 if it prints nothing.
static inline int lmk_width(uint32_t scalar) { return wcwidth((wchar_t)scalar); }

// MARK: Terminfo

// The string capability, or NULL where the terminal has none.
static inline const char *lmk_terminfo_string(const char *name) {
  const char *value = tigetstr(name);
  return value == (const char *)-1 ? NULL : value;
}

// setupterm(3X): the entry for lmk_terminfo_string without a screen. 1 if there is one.
static inline int lmk_terminfo_open(const char *term) {
  int result = 0;
  return setupterm(term, STDOUT_FILENO, &result) == OK;
}

// How this terminfo entry speaks of direct colour: a flag, a number or a string named RGB.
static inline int lmk_terminfo_has_rgb(void) {
  return tigetflag("RGB") > 0 || tigetnum("RGB") > 0 || lmk_terminfo_string("RGB") != NULL;
}
