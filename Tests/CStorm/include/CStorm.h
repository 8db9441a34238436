#ifndef CSTORM_H
#define CSTORM_H

// Makes a child that lives on in our memory without being a thread of ours (clone(2) with CLONE_VM
// alone), and sleeps; it ends with its maker. Gives its pid, or -errno.
int cstorm_sharing_child(void);

// Tells the kernel which pid was given last in this pid namespace, so that the next is `pid` + 1
// (/proc/sys/kernel/ns_last_pid). 0 or -errno.
int cstorm_set_last_pid(int pid);

// No huge pages for this process, which is freed in no time with them. 0 or -errno.
int cstorm_small_pages(void);
// SCHED_IDLE: a CPU only when nobody else wants it. 0 or -errno.
int cstorm_be_idle(void);
// Takes a CPU, for ever.
_Noreturn void cstorm_spin(void);

// A child, made with system calls alone, that sets its oom_score_adj, touches so much memory, and
// sleeps; after `lives_ms` it ends by itself, if that is not 0. Its pid, or -errno.
int cstorm_child(int adj, int mebibytes, int lives_ms);
// Reaps a child that has ended: its pid, with the signal that ended it, or 0 if it ended by itself;
// 0 if none has ended, or -errno.
int cstorm_reap(int *signal);

#endif
