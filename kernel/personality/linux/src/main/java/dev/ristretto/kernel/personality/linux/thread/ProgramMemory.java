package dev.ristretto.kernel.personality.linux.thread;

import dev.ristretto.kernel.machine.user.UserContext;
import dev.ristretto.kernel.personality.linux.memory.FaultOutcome;
import dev.ristretto.kernel.personality.linux.memory.MemoryAreas;
import dev.ristretto.kernel.personality.linux.memory.UserMemory;
import dev.ristretto.kernel.posix.PosixException;

/** The memory of a process, as its threads need it. Safe for use by several threads. */
public interface ProgramMemory {
    /** Copies to and from it. */
    UserMemory memory();

    /** What is mapped where. */
    MemoryAreas areas();

    /** Registers of a new thread in it, all zero. */
    UserContext newContext();

    /**
     * Sees to it that a thread can go on that has touched an address.
     *
     * @param error bits of {@link UserContext#faultError}
     */
    FaultOutcome fault(long address, long error);

    /**
     * A copy of it, for another process.
     *
     * @throws PosixException ENOMEM
     */
    ProgramMemory copy() throws PosixException;

    /** The memory of another process, with nothing in it. */
    ProgramMemory fresh();

    /** Another process uses it too. */
    void retain();

    /** A process uses it no more, whose threads have given up their registers; it goes with the last one. */
    void release();

    /** Whether several processes use it. */
    boolean isUsedByOthers();

    /** How many bytes are behind its pages. */
    long bytes();
}
