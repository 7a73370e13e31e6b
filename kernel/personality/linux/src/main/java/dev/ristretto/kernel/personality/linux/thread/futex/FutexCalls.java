package dev.ristretto.kernel.personality.linux.thread.futex;

import dev.ristretto.abi.linux.SystemCalls;
import dev.ristretto.kernel.machine.user.UserSpace;
import dev.ristretto.kernel.personality.linux.call.CallTable;
import dev.ristretto.kernel.personality.linux.call.Caller;
import dev.ristretto.kernel.personality.linux.time.ClockSource;
import dev.ristretto.kernel.personality.linux.time.TimeValues;
import dev.ristretto.kernel.posix.Errno;
import dev.ristretto.kernel.posix.PosixException;

/** futex(2), without priority inheritance. */
public final class FutexCalls {
    private static final int WAIT = 0;
    private static final int WAKE = 1;
    private static final int REQUEUE = 3;
    private static final int COMPARE_REQUEUE = 4;
    private static final int WAKE_OPERATION = 5;
    private static final int WAIT_BITS = 9;
    private static final int WAKE_BITS = 10;

    private static final int PRIVATE = 128;
    private static final int REALTIME = 256;

    private final FutexTable table;
    private final FutexKeys keys;
    private final ClockSource clock;

    /** The call, by a table and the clock of its timeouts. */
    public FutexCalls(FutexTable table, FutexKeys keys, ClockSource clock) {
        this.table = table;
        this.keys = keys;
        this.clock = clock;
    }

    /** Has the call answered. */
    public void addTo(CallTable calls) {
        calls.set(SystemCalls.FUTEX, this::futex);
    }

    private long futex(Caller caller) throws PosixException {
        int operation = caller.intArgument(1);
        int command = operation & ~(PRIVATE | REALTIME);
        if ((operation & REALTIME) != 0 && command != WAIT_BITS) {
            throw new PosixException(Errno.ENOSYS);
        }
        return switch (command) {
            case WAIT -> await(caller, ANY, relativeDeadline(caller));
            case WAIT_BITS -> await(caller, caller.intArgument(5), absoluteDeadline(caller, operation));
            case WAKE -> wake(caller, ANY);
            case WAKE_BITS -> wake(caller, caller.intArgument(5));
            case REQUEUE -> requeue(caller, false);
            case COMPARE_REQUEUE -> requeue(caller, true);
            case WAKE_OPERATION -> wakeOperation(caller);
            default -> throw new PosixException(Errno.ENOSYS);
        };
    }

    private static final int ANY = FutexTable.ANY_BIT;

    private FutexKey key(Caller caller, long address) throws PosixException {
        if ((address & Integer.BYTES - 1) != 0) {
            throw new PosixException(Errno.EINVAL);
        }
        if (!UserSpace.isAllowed(address, Integer.BYTES)) {
            throw new PosixException(Errno.EFAULT);
        }
        return keys.key(caller, address, (caller.intArgument(1) & PRIVATE) == 0);
    }

    private long relativeDeadline(Caller caller) throws PosixException {
        long address = caller.argument(3);
        return address == 0 ? ClockSource.NEVER : clock.after(TimeValues.nanoseconds(caller.memory(), address));
    }

    private long absoluteDeadline(Caller caller, int operation) throws PosixException {
        long address = caller.argument(3);
        if (address == 0) {
            return ClockSource.NEVER;
        }
        long moment = TimeValues.nanoseconds(caller.memory(), address);
        return (operation & REALTIME) != 0 ? clock.monotonicAt(moment) : moment;
    }

    private long await(Caller caller, int bits, long deadline) throws PosixException {
        if (bits == 0) {
            throw new PosixException(Errno.EINVAL);
        }
        long address = caller.argument(0);
        table.await(caller, address, key(caller, address), caller.intArgument(2), bits, deadline);
        return 0;
    }

    private long wake(Caller caller, int bits) throws PosixException {
        if (bits == 0) {
            throw new PosixException(Errno.EINVAL);
        }
        return table.wake(key(caller, caller.argument(0)), atLeastOne(caller.intArgument(2)), bits);
    }

    /** As Linux, which looks whether it has woken enough only after it has woken one. */
    private static int atLeastOne(int count) {
        return Math.max(1, count);
    }

    private long requeue(Caller caller, boolean compares) throws PosixException {
        int woken = caller.intArgument(2);
        int moved = caller.intArgument(3);
        if (woken < 0 || moved < 0) {
            throw new PosixException(Errno.EINVAL);
        }
        long address = caller.argument(0);
        FutexKey from = key(caller, address);
        FutexKey to = key(caller, caller.argument(4));
        if (compares) {
            int unused = caller.memory().getInt(address); // so that its page is not waited for with the locks held
        }
        return table.withBoth(from, to, (first, second) -> {
            if (compares && caller.memory().getInt(address) != caller.intArgument(5)) {
                throw new PosixException(Errno.EAGAIN);
            }
            int count = woken == 0 ? 0 : first.wake(from, woken, ANY);
            return count + (from.isSame(to) ? 0 : first.move(from, moved, to, second));
        });
    }

    private long wakeOperation(Caller caller) throws PosixException {
        WakeOperation operation = WakeOperation.of(caller.intArgument(5));
        long other = caller.argument(4);
        FutexKey firstKey = key(caller, caller.argument(0));
        FutexKey secondKey = key(caller, other);
        return table.withBoth(firstKey, secondKey, (first, second) -> {
            boolean both = operation.apply(caller.memory(), other);
            int count = first.wake(firstKey, atLeastOne(caller.intArgument(2)), ANY);
            return both ? count + second.wake(secondKey, atLeastOne(caller.intArgument(3)), ANY) : count;
        });
    }
}
