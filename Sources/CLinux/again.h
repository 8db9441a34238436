// The one place where an interrupted call is repeated.
#pragma once

#include <errno.h>
#include <stdint.h>

#define AGAIN(call)                           \
  ({                                          \
    int64_t again_;                           \
    do {                                      \
      again_ = (int64_t)(call);               \
    } while (again_ < 0 && errno == EINTR);   \
    again_ < 0 ? -(int64_t)errno : again_;    \
  })
