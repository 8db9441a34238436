// The system calls, structs and constants that Swift's importer cannot see, or sees differently on
// each architecture.
//
// Every function that can fail returns -errno, never -1: Swift cannot read errno. Calls that a
// signal interrupted are repeated here and nowhere else, but for waits, which return early.
// Nothing of libc's own headers shows through, so a Swift target that imports this one gets these
// names and no others.
#pragma once

#include "lmk_clock.h"
#include "lmk_descriptor.h"
#include "lmk_guard.h"
#include "lmk_identity.h"
#include "lmk_kernel_log.h"
#include "lmk_memory.h"
#include "lmk_netlink.h"
#include "lmk_perf.h"
#include "lmk_pidfd.h"
#include "lmk_poll.h"
#include "lmk_socket.h"
#include "lmk_spawn.h"
#include "lmk_storm.h"
#include "lmk_thread.h"
