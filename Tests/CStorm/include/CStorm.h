#ifndef CSTORM_H
#define CSTORM_H

// Makes a child that lives on in our memory without being a thread of ours (clone(2) with CLONE_VM
// alone), and sleeps; it ends with its maker. Gives its pid, or -errno.
int cstorm_sharing_child(void);

// Tells the kernel which pid was given last in this pid namespace, so that the next is `pid` + 1
// (/proc/sys/kernel/ns_last_pid). 0 or -errno.
int cstorm_set_last_pid(int pid);

#endif
