#define _GNU_SOURCE
#include <signal.h>
#include "include/lmk_identity.h"

#include <errno.h>
#include <linux/capability.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

int32_t lmk_own_pid(void) { return getpid(); }

void lmk_exit_now(int32_t status) { _exit(status); }

int32_t lmk_stop_self(void) { return kill(getpid(), SIGSTOP) == 0 ? 0 : -errno; }
int32_t lmk_parent_pid(void) { return getppid(); }
uint32_t lmk_effective_user(void) { return geteuid(); }
uint32_t lmk_effective_group(void) { return getegid(); }

int lmk_in_group(uint32_t group) {
  if (getegid() == group) return 1;
  int count = getgroups(0, 0);
  if (count <= 0) return 0;
  gid_t *groups = malloc((size_t)count * sizeof *groups);
  if (!groups) return 0;
  int found = 0;
  count = getgroups(count, groups);
  for (int i = 0; i < count; i++)
    if (groups[i] == group) found = 1;
  free(groups);
  return found;
}

int lmk_capabilities(uint64_t *effective) {
  struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3, .pid = 0};
  struct __user_cap_data_struct data[2] = {{0, 0, 0}, {0, 0, 0}};
  if (syscall(SYS_capget, &header, data) < 0) return -errno;
  *effective = (uint64_t)data[0].effective | (uint64_t)data[1].effective << 32;
  return 0;
}

int64_t lmk_page_size(void) { return sysconf(_SC_PAGESIZE); }
int64_t lmk_processor_count(void) { return sysconf(_SC_NPROCESSORS_CONF); }
int64_t lmk_clock_ticks(void) { return sysconf(_SC_CLK_TCK); }

int lmk_hostname(char *buffer, size_t size) {
  if (size == 0) return -EINVAL;
  if (gethostname(buffer, size) < 0) return -errno;
  buffer[size - 1] = 0;
  return 0;
}
