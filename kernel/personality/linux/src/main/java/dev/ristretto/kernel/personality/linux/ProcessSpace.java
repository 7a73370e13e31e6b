package dev.ristretto.kernel.personality.linux;

import dev.ristretto.kernel.machine.user.UserContext;
import dev.ristretto.kernel.machine.user.UserSpace;
import dev.ristretto.kernel.personality.linux.memory.FaultOutcome;
import dev.ristretto.kernel.personality.linux.memory.MemoryAreas;
import dev.ristretto.kernel.personality.linux.memory.SharedMappings;
import dev.ristretto.kernel.personality.linux.memory.UserMemory;
import dev.ristretto.kernel.personality.linux.thread.ProgramMemory;
import dev.ristretto.kernel.posix.PosixException;

/**
 * The memory of a process of this machine, or of several, and which program is in it. It goes with the last one. Safe
 * for use by several threads.
 */
final class ProcessSpace implements ProgramMemory {
    private final UserSpace space;
    private final MemoryAreas areas;
    private final UserMemory memory;
    private volatile RunningProgram program = RunningProgram.NONE;

    private int users = 1;

    private ProcessSpace(UserSpace space, MemoryAreas areas) {
        this.space = space;
        this.areas = areas;
        this.memory = new UserMemory(space, areas);
    }

    /** The memory of the first process, with nothing in it. */
    static ProcessSpace first(UserSpace space) {
        return new ProcessSpace(space, new MemoryAreas(space, new SharedMappings()));
    }

    @Override
    public ProgramMemory copy() throws PosixException {
        UserSpace target = space.newSpace();
        ProcessSpace copy = null;
        try {
            copy = new ProcessSpace(target, areas.copyTo(target));
        } finally {
            if (copy == null) {
                target.close();
            }
        }
        copy.program = program;
        return copy;
    }

    @Override
    public ProgramMemory fresh() {
        UserSpace target = space.newSpace();
        return new ProcessSpace(target, new MemoryAreas(target, areas.sharedMappings()));
    }

    @Override
    public synchronized void retain() {
        users++;
    }

    @Override
    public void release() {
        synchronized (this) {
            users--;
            if (users > 0) {
                return;
            }
        }
        areas.clear();
        space.close();
    }

    @Override
    public synchronized boolean isUsedByOthers() {
        return users > 1;
    }

    @Override
    public UserMemory memory() {
        return memory;
    }

    @Override
    public MemoryAreas areas() {
        return areas;
    }

    @Override
    public UserContext newContext() {
        return space.newContext();
    }

    @Override
    public FaultOutcome fault(long address, long error) {
        return areas.fault(address, error);
    }

    @Override
    public long bytes() {
        return space.bytes();
    }

    RunningProgram program() {
        return program;
    }

    void setProgram(RunningProgram next) {
        program = next;
    }
}
