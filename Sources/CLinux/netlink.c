#define _GNU_SOURCE
#include "include/lmk_netlink.h"

#include <errno.h>
#include <linux/cn_proc.h>
#include <linux/connector.h>
#include <linux/netlink.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "again.h"

int lmk_connector_open(int receive_bytes, int *granted) {
  int fd = socket(AF_NETLINK, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, NETLINK_CONNECTOR);
  if (fd < 0) return -errno;
  // More than rmem_max takes CAP_NET_ADMIN; without it the kernel grants what it allows.
  if (setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &receive_bytes, sizeof receive_bytes) < 0)
    setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &receive_bytes, sizeof receive_bytes);
  socklen_t size = sizeof *granted;
  struct sockaddr_nl address = {.nl_family = AF_NETLINK, .nl_groups = CN_IDX_PROC};
  if (getsockopt(fd, SOL_SOCKET, SO_RCVBUF, granted, &size) < 0 ||
      bind(fd, (struct sockaddr *)&address, sizeof address) < 0) {
    int error = errno;
    close(fd);
    return -error;
  }
  return fd;
}

int lmk_connector_listen(int fd, int listen) {
  // The form from before 6.6, without an event mask: newer kernels take it too, and send all.
  uint32_t operation = listen ? PROC_CN_MCAST_LISTEN : PROC_CN_MCAST_IGNORE;
  struct cn_msg message = {.id = {CN_IDX_PROC, CN_VAL_PROC}, .len = sizeof operation};
  struct nlmsghdr header = {.nlmsg_type = NLMSG_DONE};
  unsigned char request[sizeof header + sizeof message + sizeof operation];
  header.nlmsg_len = sizeof request;
  memcpy(request, &header, sizeof header);
  memcpy(request + sizeof header, &message, sizeof message);
  memcpy(request + sizeof header + sizeof message, &operation, sizeof operation);
  int64_t sent = AGAIN(send(fd, request, sizeof request, 0));
  return sent < 0 ? (int)sent : 0;
}

struct lmk_batch {
  struct mmsghdr headers[LMK_BATCH_LIMIT];
  struct iovec vectors[LMK_BATCH_LIMIT];
  struct sockaddr_nl senders[LMK_BATCH_LIMIT];
  _Alignas(8) unsigned char bytes[LMK_BATCH_LIMIT][LMK_BATCH_SLOT];
};

struct lmk_batch *lmk_batch_make(void) {
  struct lmk_batch *batch = calloc(1, sizeof *batch);
  if (!batch) return 0;
  for (int i = 0; i < LMK_BATCH_LIMIT; i++) {
    batch->vectors[i] = (struct iovec){batch->bytes[i], LMK_BATCH_SLOT};
    batch->headers[i].msg_hdr.msg_iov = &batch->vectors[i];
    batch->headers[i].msg_hdr.msg_iovlen = 1;
    batch->headers[i].msg_hdr.msg_name = &batch->senders[i];
    batch->headers[i].msg_hdr.msg_namelen = sizeof batch->senders[i];
  }
  return batch;
}

void lmk_batch_free(struct lmk_batch *batch) { free(batch); }

int lmk_batch_receive(struct lmk_batch *batch, int fd) {
  return (int)AGAIN(recvmmsg(fd, batch->headers, LMK_BATCH_LIMIT, MSG_DONTWAIT, 0));
}

const void *lmk_batch_datagram(const struct lmk_batch *batch, int index, size_t *length) {
  // Any program that may send to the group could forge a message; the kernel's port is 0.
  *length = batch->senders[index].nl_pid == 0 ? batch->headers[index].msg_len : 0;
  return batch->bytes[index];
}

static int exit_at_once(void *unused) {
  (void)unused;
  _exit(0);
}

int lmk_probe_child(void) {
  _Alignas(16) char stack[16384];
  // The child runs in our memory: no handler of ours may run in it.
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_BLOCK, &all, &before);
  // No exit signal in the flags. CLONE_VFORK: back only when the child has left our memory.
  int pid = clone(exit_at_once, stack + sizeof stack, CLONE_VM | CLONE_VFORK, 0);
  int result = pid < 0 ? -errno : pid;
  pthread_sigmask(SIG_SETMASK, &before, 0);
  if (pid > 0) {
    int64_t reaped = AGAIN(waitpid(pid, 0, __WCLONE));
    if (reaped < 0) return (int)reaped;
  }
  return result;
}
