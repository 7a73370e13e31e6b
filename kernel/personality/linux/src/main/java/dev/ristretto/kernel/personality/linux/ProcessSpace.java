package dev.ristretto.kernel.personality.linux;

import dev.ristretto.kernel.machine.user.UserContext;
import dev.ristretto.kernel.machine.user.UserSpace;
import dev.ristretto.kernel.personality.linux.memory.FaultOutcome;
import dev.ristretto.kernel.personality.linux.memory.MemoryAreas;
import dev.ristretto.kernel.personality.linux.memory.UserMemory;
import dev.ristretto.kernel.personality.linux.thread.ProgramMemory;

/** The memory of a process of this machine, and which program is in it. Safe for use by several threads. */
final class ProcessSpace implements ProgramMemory {
    private final UserSpace space;
    private final MemoryAreas areas;
    private final UserMemory memory;
    private volatile RunningProgram program = RunningProgram.NONE;

    ProcessSpace(UserSpace space) {
        this.space = space;
        this.areas = new MemoryAreas(space);
        this.memory = new UserMemory(space, areas);
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
