// Children of our own for an audit: they pause, touch memory or exit, and do nothing else. What
// runs in them is this file's C alone: between fork and exec a program with threads may not run
// anything that could take a lock.
#pragma once

#include <stddef.h>
#include <stdint.h>

// Forks a child that pauses for so long and exits; 0: exits at once. Returns its pid.
int lmk_storm_brief(int32_t milliseconds);
// Forks a child that touches `step` bytes more every 50 ms until they are `limit`, then pauses.
// Returns its pid. The child is killed when the thread that calls this ends.
int lmk_storm_grower(size_t step, size_t limit);
// SIGKILL for a child of ours that was not yet reaped.
int lmk_storm_end(int32_t pid);
// waitpid for exactly this child: 1 when it was reaped, 0 if it lives on (only without `block`).
int lmk_storm_reap(int32_t pid, int block);
