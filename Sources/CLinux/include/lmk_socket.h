// Datagrams to a socket in the file system.
#pragma once

#include <stddef.h>

// socket(2) and connect(2), AF_UNIX, SOCK_DGRAM, non-blocking, close-on-exec.
int lmk_datagram_connect(const char *path);
// sendmsg(2) of one datagram, without waiting and without SIGPIPE: 0, or -EAGAIN if it is full.
int lmk_datagram_send(int fd, const void *bytes, size_t size);
