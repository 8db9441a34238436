// Threads, and what a process tells the kernel about itself.
#pragma once

#include <stddef.h>
#include <stdint.h>

// Starts a thread that runs body(context) on a stack of its own, with an alternate stack for the
// terminal guard's handlers. The name is cut to 15 bytes. The thread inherits the signal mask.
int lmk_thread_start(const char *name, size_t stack_bytes, void (*body)(void *), void *context,
                     uint64_t *thread);
int lmk_thread_join(uint64_t thread);
int lmk_thread_detach(uint64_t thread);

// The niceness of the calling thread (setpriority with PRIO_PROCESS and 0 means the thread).
int lmk_nice_get(int32_t *nice);
int lmk_nice_set(int32_t nice);

// prctl PR_SET_NAME of the calling thread: any bytes but NUL, cut to 15.
int lmk_set_name(const char *name);
// From now on malloc(3) takes blocks of 128 KiB and more from the kernel and gives them back at free;
// else it would raise that limit with each of them, and keep them.
void lmk_return_large_blocks(void);
// Lets a write(2) beyond RLIMIT_FSIZE fail with EFBIG instead of ending the program (SIGXFSZ).
void lmk_ignore_file_size_signal(void);
// prctl PR_SET_PDEATHSIG: this process gets the signal when its parent thread ends.
int lmk_die_with_parent(int32_t signal);
// Ends the calling thread alone, without unwinding: a main thread becomes a zombie leader.
void lmk_exit_thread(void);
