// The proc connector: netlink messages about forks, execs, renames and exits.
#pragma once

#include <stddef.h>
#include <stdint.h>

// Most datagrams of one receive, and the bytes kept of each: a message has 76.
enum { LMK_BATCH_LIMIT = 256, LMK_BATCH_SLOT = 128 };

// A bound NETLINK_CONNECTOR socket in the group CN_IDX_PROC, non-blocking, close-on-exec.
// `receive_bytes` is asked for by SO_RCVBUFFORCE, then by SO_RCVBUF; `granted` is what getsockopt
// says, twice the bytes as the kernel counts its own use.
int lmk_connector_open(int receive_bytes, int *granted);
// PROC_CN_MCAST_LISTEN (1) or PROC_CN_MCAST_IGNORE (0). Before 6.6 a socket that is closed without
// IGNORE leaves the kernel sending.
int lmk_connector_listen(int fd, int listen);

// What recvmmsg needs for LMK_BATCH_LIMIT datagrams.
struct lmk_batch;
struct lmk_batch *lmk_batch_make(void);  // NULL: no memory
void lmk_batch_free(struct lmk_batch *batch);
// recvmmsg(2) without waiting: how many datagrams; -EAGAIN: none; -ENOBUFS: some were lost.
int lmk_batch_receive(struct lmk_batch *batch, int fd);
// Datagram `index` of the last receive. Its length is 0 if it did not come from the kernel.
const void *lmk_batch_datagram(const struct lmk_batch *batch, int index, size_t *length);

// A child that exits at once, and is reaped before this returns: its pid. No SIGCHLD, and no
// wait() of anybody else can take it. The calling thread waits; the child runs in its memory.
int lmk_probe_child(void);
