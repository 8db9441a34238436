#define _GNU_SOURCE
#include "include/lmk_socket.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "again.h"

int lmk_datagram_connect(const char *path) {
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  if (strlen(path) >= sizeof address.sun_path) return -ENAMETOOLONG;
  strcpy(address.sun_path, path);
  int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (fd < 0) return -errno;
  if (AGAIN(connect(fd, (struct sockaddr *)&address, sizeof address)) < 0) {
    int error = errno;
    close(fd);
    return -error;
  }
  return fd;
}

int lmk_datagram_send(int fd, const void *bytes, size_t size) {
  struct iovec part = {(void *)bytes, size};
  struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1};
  int64_t sent = AGAIN(sendmsg(fd, &message, MSG_NOSIGNAL | MSG_DONTWAIT));
  return sent < 0 ? (int)sent : 0;
}
