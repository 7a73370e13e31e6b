package dev.ristretto.kernel.personality.linux.time;

import dev.ristretto.kernel.machine.layout.PageAccess;
import dev.ristretto.kernel.machine.user.UserSpace;
import dev.ristretto.kernel.personality.linux.call.CallTable;
import dev.ristretto.kernel.personality.linux.call.Caller;
import dev.ristretto.kernel.personality.linux.memory.MemoryAreas;
import dev.ristretto.kernel.personality.linux.memory.SimulatedUserSpace;
import dev.ristretto.kernel.personality.linux.memory.UserMemory;
import dev.ristretto.kernel.posix.Credentials;
import dev.ristretto.kernel.posix.PosixException;
import dev.ristretto.kernel.posix.Process;
import java.util.concurrent.locks.LockSupport;

/** Somebody who makes system calls, with a page of memory at {@link #PAGE}; callers may share a process. */
public final class FakeCaller implements Caller {
    public static final long PAGE = 0x20_0000;

    private final CallTable table;
    private final Process process;
    private final UserMemory memory;
    private volatile boolean signalled;
    private volatile Thread thread = Thread.currentThread();
    private long[] arguments = {};

    public FakeCaller(CallTable table) {
        this.table = table;
        process = new Process(
                () -> {
                    throw new AssertionError("no files here");
                },
                Credentials.ROOT);
        UserSpace space = new SimulatedUserSpace();
        space.back(PAGE, PageAccess.READ | PageAccess.WRITE, new byte[0], 0);
        memory = new UserMemory(space, (address, write) -> false);
    }

    /** Another thread of the same process. */
    public FakeCaller(FakeCaller other) {
        table = other.table;
        process = other.process;
        memory = other.memory;
    }

    public long call(int number, long... given) throws PosixException {
        thread = Thread.currentThread();
        arguments = given;
        return table.call(number, this);
    }

    public void signal() {
        signalled = true;
        LockSupport.unpark(thread);
    }

    @Override
    public MemoryAreas areas() {
        throw new UnsupportedOperationException();
    }

    @Override
    public long argument(int index) {
        return index < arguments.length ? arguments[index] : 0;
    }

    @Override
    public UserMemory memory() {
        return memory;
    }

    @Override
    public Process process() {
        return process;
    }

    @Override
    public boolean isSignalled() {
        return signalled;
    }
}
