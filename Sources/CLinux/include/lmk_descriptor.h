// Files and folders. Descriptors are always opened with O_CLOEXEC.
#pragma once

#include <stddef.h>
#include <stdint.h>

// How a file is opened. The O_ flags differ between architectures, so they stay in C.
enum {
  LMK_READ = 0,        // O_RDONLY
  LMK_READ_WRITE = 1,  // O_RDWR
  LMK_FOLDER = 2,      // O_RDONLY | O_DIRECTORY: can be listed
  LMK_PLACE = 3,       // O_PATH | O_DIRECTORY: a place to open from, cheaper, cannot be listed
  LMK_APPEND = 4,      // O_WRONLY | O_APPEND | O_CREAT, 0600
  LMK_CREATE_NEW = 5,  // O_WRONLY | O_CREAT | O_EXCL, 0600
  LMK_TERMINAL = 6,    // O_RDWR | O_NOCTTY
  LMK_WRITE = 7,       // O_WRONLY
};

// openat(2); `folder` may be LMK_HERE for paths from the working folder.
enum { LMK_HERE = -100 };
int lmk_openat(int folder, const char *path, int how);
// close(2). Never repeated: Linux has closed the descriptor even on EINTR.
int lmk_duplicate(int fd);  // fcntl(2) F_DUPFD_CLOEXEC
int lmk_close(int fd);

// read(2), pread(2), write(2), lseek(2) to an absolute offset.
int64_t lmk_read(int fd, void *buffer, size_t size);
int64_t lmk_pread(int fd, void *buffer, size_t size, int64_t offset);
int64_t lmk_write(int fd, const void *buffer, size_t size);
int lmk_seek(int fd, int64_t offset);
// getdents64(2): records of { u64 inode, s64 offset, u16 length, u8 type, char name[] }.
int64_t lmk_getdents(int fd, void *buffer, size_t size);

// fstatat(2): inode and owner.
int lmk_owner_at(int folder, const char *path, uint64_t *inode, uint32_t *user);
// fstatat(2): inode, bytes, and whether it is a regular file.
int lmk_status_at(int folder, const char *path, uint64_t *inode, int64_t *bytes, int *is_regular);
// fstat(2): inode.
int lmk_inode(int fd, uint64_t *inode);
// fstat(2): bytes.
int64_t lmk_size(int fd);
// faccessat(2) with AT_EACCESS: 0 if we may write there.
int lmk_may_write(const char *path);
// The same: 0 if it is a file that we may run.
int lmk_may_run(const char *path);
// flock(2), exclusively and without waiting; given back when the descriptor is closed.
int lmk_lock_file(int fd);
// fstatfs(2): 1 if the descriptor stands in a procfs, 0 if not.
int lmk_is_procfs(int fd);
// readlinkat(2): bytes written, without a NUL.
int64_t lmk_readlinkat(int folder, const char *path, char *buffer, size_t size);

// getxattr(2): 1 if the attribute says 1, yes, true or on, 0 if it says anything else.
int lmk_attribute_is_true(const char *path, const char *name);
int lmk_mkdir(const char *path, uint32_t mode);
int lmk_rename(const char *from, const char *to);
int lmk_unlink(const char *path);
int lmk_fsync(int fd);
int lmk_is_terminal(int fd);
