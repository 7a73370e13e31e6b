package dev.ristretto.kernel.personality.linux.thread;

import dev.ristretto.abi.linux.SystemCalls;
import dev.ristretto.kernel.personality.linux.call.CallTable;
import dev.ristretto.kernel.personality.linux.call.Caller;
import dev.ristretto.kernel.personality.linux.thread.family.ProgramUsage;
import dev.ristretto.kernel.personality.linux.thread.traits.LimitPair;
import dev.ristretto.kernel.personality.linux.thread.traits.ResourceLimits;
import dev.ristretto.kernel.posix.Errno;
import dev.ristretto.kernel.posix.PosixException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** What a process may use and what it has used (getrlimit(2), getrusage(2), times(2)). */
final class LimitCalls {
    private static final int LIMIT_SIZE = 16;

    // Whom getrusage asks for.
    private static final int SELF = 0;
    private static final int CHILDREN = -1;
    private static final int THREAD = 1;

    /** Nanoseconds of a tick of times(2). */
    private static final long TICK = 10_000_000;

    private static final int TICKS_SIZE = 32;
    private static final int CHILDREN_AT = 16;

    void addTo(CallTable table) {
        table.set(SystemCalls.GETRLIMIT, this::get);
        table.set(SystemCalls.SETRLIMIT, this::set);
        table.set(SystemCalls.PRLIMIT64, this::getAndSet);
        table.set(SystemCalls.GETRUSAGE, this::usage);
        table.set(SystemCalls.TIMES, this::times);
    }

    private static ResourceLimits limits(Caller caller) {
        return ProgramThread.of(caller).owner().limits();
    }

    private static void write(Caller caller, long address, LimitPair limit) throws PosixException {
        ByteBuffer bytes = ByteBuffer.allocate(LIMIT_SIZE).order(ByteOrder.LITTLE_ENDIAN);
        caller.memory()
                .write(
                        address,
                        bytes.putLong(limit.current()).putLong(limit.most()).array());
    }

    private static LimitPair read(Caller caller, long address) throws PosixException {
        ByteBuffer bytes =
                ByteBuffer.wrap(caller.memory().bytes(address, LIMIT_SIZE)).order(ByteOrder.LITTLE_ENDIAN);
        return new LimitPair(bytes.getLong(), bytes.getLong());
    }

    private long get(Caller caller) throws PosixException {
        write(caller, caller.argument(1), limits(caller).get(caller.intArgument(0)));
        return 0;
    }

    private long set(Caller caller) throws PosixException {
        limits(caller).set(caller.intArgument(0), read(caller, caller.argument(1)));
        return 0;
    }

    private long getAndSet(Caller caller) throws PosixException {
        ProgramThread thread = ProgramThread.of(caller).owner().table().thread(caller.intArgument(0));
        LinuxProcess process = thread == null ? GroupCalls.process(caller, caller.intArgument(0)) : thread.owner();
        int resource = caller.intArgument(1);
        LimitPair wanted = caller.argument(2) == 0 ? null : read(caller, caller.argument(2));
        LimitPair old = process.limits().get(resource);
        if (wanted != null) {
            process.limits().set(resource, wanted);
        }
        if (caller.argument(3) != 0) {
            write(caller, caller.argument(3), old);
        }
        return 0;
    }

    private long usage(Caller caller) throws PosixException {
        ProgramThread thread = ProgramThread.of(caller);
        LinuxProcess process = thread.owner();
        ProgramUsage usage = switch (caller.intArgument(0)) {
            case SELF -> process.usage();
            case CHILDREN -> process.table().families().ofChildren(process.kin());
            case THREAD ->
                new ProgramUsage(thread.processorTime(), process.programMemory().bytes(), process.faults());
            default -> throw new PosixException(Errno.EINVAL);
        };
        caller.memory().write(caller.argument(1), usage.bytes());
        return 0;
    }

    private long times(Caller caller) throws PosixException {
        LinuxProcess process = ProgramThread.of(caller).owner();
        if (caller.argument(0) != 0) {
            ByteBuffer bytes = ByteBuffer.allocate(TICKS_SIZE).order(ByteOrder.LITTLE_ENDIAN);
            bytes.putLong(process.processorTime() / TICK);
            long ofChildren =
                    process.table().families().ofChildren(process.kin()).time();
            bytes.putLong(CHILDREN_AT, ofChildren / TICK);
            caller.memory().write(caller.argument(0), bytes.array());
        }
        return process.services().clock().monotonic() / TICK;
    }
}
