#pragma once

// Enough for a signal frame with every vector register (11 KiB with AMX) and the handler.
enum { LMK_GUARD_STACK = 32 * 1024 };
