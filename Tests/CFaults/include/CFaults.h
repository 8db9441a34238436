// Lets a test choose what the system calls of the kill path, and write(2), answer, in its own thread
// alone. It stands before libc's functions in the program that runs the tests, and nowhere else: the
// kill path itself knows nothing of it.
#pragma once

enum cfaults_call { CFAULTS_PIDFD_OPEN, CFAULTS_PIDFD_SEND_SIGNAL, CFAULTS_PROCESS_MRELEASE, CFAULTS_POLL, CFAULTS_WRITE };

// The next `times` calls of this thread fail with `error`, an errno, and do nothing.
void cfaults_set(int call, int error, int times);
// How many of them are still to come.
int cfaults_left(int call);
// How often the call was asked for by this thread, failed or not, since `cfaults_set`.
int cfaults_asked(int call);
