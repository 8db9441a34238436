#define _GNU_SOURCE
#include "include/lmk_descriptor.h"

#include <errno.h>
#include <string.h>
#include <sys/xattr.h>

int lmk_attribute_is_true(const char *path, const char *name) {
  char value[8] = {0};
  ssize_t length = getxattr(path, name, value, sizeof value - 1);
  if (length < 0) return -errno;
  return strcmp(value, "1") == 0 || strcmp(value, "yes") == 0 || strcmp(value, "true") == 0 ||
         strcmp(value, "on") == 0;
}
