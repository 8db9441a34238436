#define _GNU_SOURCE
#include "include/lmk_descriptor.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "again.h"

static int open_flags(int how) {
  switch (how) {
    case LMK_READ: return O_RDONLY;
    case LMK_READ_WRITE: return O_RDWR;
    case LMK_FOLDER: return O_RDONLY | O_DIRECTORY;
    case LMK_PLACE: return O_PATH | O_DIRECTORY;
    case LMK_APPEND: return O_WRONLY | O_APPEND | O_CREAT;
    case LMK_CREATE_NEW: return O_WRONLY | O_CREAT | O_EXCL;
    case LMK_TERMINAL: return O_RDWR | O_NOCTTY;
    case LMK_WRITE: return O_WRONLY;
    default: return -1;
  }
}

int lmk_openat(int folder, const char *path, int how) {
  int flags = open_flags(how);
  if (flags < 0) return -EINVAL;
  return (int)AGAIN(openat(folder, path, flags | O_CLOEXEC, 0600));
}

int lmk_duplicate(int fd) {
  int copy = fcntl(fd, F_DUPFD_CLOEXEC, 0);
  return copy < 0 ? -errno : copy;
}

int lmk_close(int fd) { return close(fd) < 0 ? -errno : 0; }

int64_t lmk_read(int fd, void *buffer, size_t size) { return AGAIN(read(fd, buffer, size)); }

int64_t lmk_pread(int fd, void *buffer, size_t size, int64_t offset) {
  return AGAIN(pread(fd, buffer, size, offset));
}

int64_t lmk_write(int fd, const void *buffer, size_t size) {
  return AGAIN(write(fd, buffer, size));
}

int lmk_seek(int fd, int64_t offset) { return lseek(fd, offset, SEEK_SET) < 0 ? -errno : 0; }

int64_t lmk_getdents(int fd, void *buffer, size_t size) {
  return AGAIN(syscall(SYS_getdents64, fd, buffer, size));
}

int lmk_owner_at(int folder, const char *path, uint64_t *inode, uint32_t *user) {
  struct stat status;
  if (fstatat(folder, path, &status, 0) < 0) return -errno;
  *inode = status.st_ino;
  *user = status.st_uid;
  return 0;
}

int lmk_status_at(int folder, const char *path, uint64_t *inode, int64_t *bytes, int *is_regular) {
  struct stat status;
  if (fstatat(folder, path, &status, 0) < 0) return -errno;
  *inode = status.st_ino;
  *bytes = status.st_size;
  *is_regular = S_ISREG(status.st_mode);
  return 0;
}

int lmk_inode(int fd, uint64_t *inode) {
  struct stat status;
  if (fstat(fd, &status) < 0) return -errno;
  *inode = status.st_ino;
  return 0;
}

int64_t lmk_size(int fd) {
  struct stat status;
  return fstat(fd, &status) < 0 ? -errno : status.st_size;
}

int lmk_may_write(const char *path) {
  return faccessat(AT_FDCWD, path, W_OK, AT_EACCESS) < 0 ? -errno : 0;
}

int lmk_may_run(const char *path) {
  struct stat status;
  if (stat(path, &status) < 0) return -errno;
  if (!S_ISREG(status.st_mode)) return -EACCES;
  return faccessat(AT_FDCWD, path, X_OK, AT_EACCESS) < 0 ? -errno : 0;
}

int lmk_lock_file(int fd) { return (int)AGAIN(flock(fd, LOCK_EX | LOCK_NB)); }

int lmk_is_procfs(int fd) {
  struct statfs status;
  if (fstatfs(fd, &status) < 0) return -errno;
  return status.f_type == PROC_SUPER_MAGIC;
}

int64_t lmk_readlinkat(int folder, const char *path, char *buffer, size_t size) {
  return AGAIN(readlinkat(folder, path, buffer, size));
}

int lmk_mkdir(const char *path, uint32_t mode) { return mkdir(path, mode) < 0 ? -errno : 0; }
int lmk_rename(const char *from, const char *to) { return rename(from, to) < 0 ? -errno : 0; }
int lmk_unlink(const char *path) { return unlink(path) < 0 ? -errno : 0; }
int lmk_fsync(int fd) { return (int)AGAIN(fsync(fd)); }
int lmk_is_terminal(int fd) { return isatty(fd); }
