package dev.ristretto.kernel.personality.linux.memory;

import dev.ristretto.kernel.machine.user.UserSpace;

/**
 * The memory of one process.
 *
 * @param space its pages
 * @param areas what they are there for
 */
record MemoryHome(UserSpace space, AreaMap areas) {}
