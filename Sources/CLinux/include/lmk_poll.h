// epoll, eventfd and signalfd.
#pragma once

#include <stdint.h>

enum {
  LMK_READABLE = 1,     // EPOLLIN
  LMK_PRIORITY = 2,     // EPOLLPRI: a PSI trigger
  LMK_WRITABLE = 4,     // EPOLLOUT
  LMK_FAULT = 8,        // EPOLLERR, always reported
  LMK_HUNG_UP = 16,     // EPOLLHUP, always reported
};

struct lmk_event {
  uint64_t token;
  uint32_t events;
};

// Most events that one wait returns.
enum { LMK_EVENT_LIMIT = 64 };

int lmk_epoll_create(void);
int lmk_epoll_add(int epoll, int fd, uint32_t events, uint64_t token);
int lmk_epoll_modify(int epoll, int fd, uint32_t events, uint64_t token);
int lmk_epoll_remove(int epoll, int fd);
// The number of events; 0 after the timeout, or early when a signal came in between.
// timeout -1: for ever.
int lmk_epoll_wait(int epoll, struct lmk_event *events, int capacity, int timeout_ms);

int lmk_eventfd_create(void);  // non-blocking

// The thread's signal mask (pthread_sigmask). Numbers outside 1…64 are EINVAL.
int lmk_signals_block(const int32_t *signals, int count);
int lmk_signals_unblock_all(void);
// signalfd, non-blocking.
int lmk_signalfd_create(const int32_t *signals, int count);
// The next signal and who sent it: 1, 0 if there is none.
int lmk_signalfd_next(int fd, int32_t *signal, int32_t *sender);
