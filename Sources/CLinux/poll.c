#define _GNU_SOURCE
#include "include/lmk_poll.h"

#include <errno.h>
#include <signal.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "again.h"

_Static_assert(LMK_READABLE == EPOLLIN && LMK_PRIORITY == EPOLLPRI && LMK_WRITABLE == EPOLLOUT &&
                   LMK_FAULT == EPOLLERR && LMK_HUNG_UP == EPOLLHUP,
               "epoll's bits are the same on every architecture");

int lmk_epoll_create(void) {
  int fd = epoll_create1(EPOLL_CLOEXEC);
  return fd < 0 ? -errno : fd;
}

static int control(int epoll, int act, int fd, uint32_t events, uint64_t token) {
  struct epoll_event event = {.events = events, .data = {.u64 = token}};
  return epoll_ctl(epoll, act, fd, &event) < 0 ? -errno : 0;
}

int lmk_epoll_add(int epoll, int fd, uint32_t events, uint64_t token) {
  return control(epoll, EPOLL_CTL_ADD, fd, events, token);
}

int lmk_epoll_modify(int epoll, int fd, uint32_t events, uint64_t token) {
  return control(epoll, EPOLL_CTL_MOD, fd, events, token);
}

int lmk_epoll_remove(int epoll, int fd) { return control(epoll, EPOLL_CTL_DEL, fd, 0, 0); }

int lmk_epoll_wait(int epoll, struct lmk_event *events, int capacity, int timeout_ms) {
  // The kernel's struct is packed on x86 and not elsewhere: copied, so that Swift sees one shape.
  struct epoll_event raw[LMK_EVENT_LIMIT];
  if (capacity > LMK_EVENT_LIMIT) capacity = LMK_EVENT_LIMIT;
  int count = epoll_wait(epoll, raw, capacity, timeout_ms);
  if (count < 0) return errno == EINTR ? 0 : -errno;
  for (int i = 0; i < count; i++) {
    events[i].token = raw[i].data.u64;
    events[i].events = raw[i].events;
  }
  return count;
}

int lmk_eventfd_create(void) {
  int fd = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
  return fd < 0 ? -errno : fd;
}

static int set_of(const int32_t *signals, int count, sigset_t *set) {
  sigemptyset(set);
  for (int i = 0; i < count; i++)
    if (signals[i] < 1 || signals[i] > 64 || sigaddset(set, signals[i]) < 0) return -EINVAL;
  return 0;
}

int lmk_signals_block(const int32_t *signals, int count) {
  sigset_t set;
  int refused = set_of(signals, count, &set);
  return refused ? refused : -pthread_sigmask(SIG_BLOCK, &set, 0);
}

int lmk_signals_unblock_all(void) {
  sigset_t set;
  sigemptyset(&set);
  return -pthread_sigmask(SIG_SETMASK, &set, 0);
}

int lmk_signalfd_create(const int32_t *signals, int count) {
  sigset_t set;
  int refused = set_of(signals, count, &set);
  if (refused) return refused;
  int fd = signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
  return fd < 0 ? -errno : fd;
}

int lmk_signalfd_next(int fd, int32_t *signal, int32_t *sender) {
  struct signalfd_siginfo info;
  int64_t count = AGAIN(read(fd, &info, sizeof info));
  if (count == -EAGAIN) return 0;
  if (count < 0) return (int)count;
  if (count != sizeof info) return -EIO;
  *signal = (int32_t)info.ssi_signo;
  *sender = (int32_t)info.ssi_pid;
  return 1;
}
