#ifndef CALLOCATIONS_H
#define CALLOCATIONS_H

#include <stdint.h>

// How often this thread has asked for memory (malloc(3) and its kin) since it began. Whoever links
// this has malloc counted; it goes on to libc's own.
uint64_t callocations_of_thread(void);

#endif
