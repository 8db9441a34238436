#define _GNU_SOURCE
#include "include/lmk_kernel_log.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "again.h"

int lmk_kernel_log_open(const char *path) {
  int fd = (int)AGAIN(open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC));
  if (fd < 0) return fd;
  if (lseek(fd, 0, SEEK_END) < 0) {
    int error = errno;
    close(fd);
    return -error;
  }
  return fd;
}
