package dev.ristretto.kernel.personality.linux.thread;

import dev.ristretto.abi.linux.SystemCalls;
import dev.ristretto.kernel.personality.linux.call.CallTable;
import dev.ristretto.kernel.personality.linux.call.Caller;
import dev.ristretto.kernel.personality.linux.call.MachineFacts;
import dev.ristretto.kernel.personality.linux.time.TimeValues;
import dev.ristretto.kernel.posix.Errno;
import dev.ristretto.kernel.posix.PosixException;

/** Scheduling (sched(7)): all threads run alike, on all processors. */
final class SchedulingCalls {
    private static final int FIFO = 1;
    private static final int ROUND_ROBIN = 2;
    private static final int BATCH = 3;
    private static final int IDLE = 5;
    private static final int DEADLINE = 6;
    private static final int RESET_ON_FORK = 0x4000_0000;
    private static final int MOST_PRIORITY = 99;
    private static final int MASK = 8;
    private static final int NICEST = 19;
    private static final int LEAST_NICE = -20;
    private static final int NICE_OFFSET = 20;
    private static final long SLICE = 4_000_000;

    // Commands of membarrier(2).
    private static final int QUERY = 0;
    private static final int GLOBAL = 1;
    private static final int PRIVATE = 8;
    private static final int REGISTER_PRIVATE = 16;

    private final MachineFacts facts;

    SchedulingCalls(MachineFacts facts) {
        this.facts = facts;
    }

    void addTo(CallTable table) {
        table.set(SystemCalls.SCHED_YIELD, SchedulingCalls::giveWay);
        table.set(SystemCalls.SCHED_GETAFFINITY, this::getAffinity);
        table.set(SystemCalls.SCHED_SETAFFINITY, this::setAffinity);
        table.set(SystemCalls.SCHED_GETSCHEDULER, caller -> checked(caller, 0));
        table.set(SystemCalls.SCHED_SETSCHEDULER, this::setScheduler);
        table.set(SystemCalls.SCHED_GETPARAM, this::getParameter);
        table.set(SystemCalls.SCHED_SETPARAM, this::setParameter);
        table.set(SystemCalls.SCHED_GET_PRIORITY_MAX, caller -> priority(caller, MOST_PRIORITY));
        table.set(SystemCalls.SCHED_GET_PRIORITY_MIN, caller -> priority(caller, 1));
        table.set(SystemCalls.SCHED_RR_GET_INTERVAL, this::slice);
        table.set(SystemCalls.GETPRIORITY, this::getNiceness);
        table.set(SystemCalls.SETPRIORITY, this::setNiceness);
        table.set(SystemCalls.GETCPU, this::processor);
        table.set(SystemCalls.MEMBARRIER, this::barrier);
    }

    private static long giveWay(Caller caller) {
        Thread.yield();
        return 0;
    }

    /** ESRCH unless the number in the first argument is one of a thread. */
    private static long checked(Caller caller, long result) throws PosixException {
        int number = caller.intArgument(0);
        if (number < 0) {
            throw new PosixException(Errno.EINVAL);
        }
        if (number != 0 && ProgramThread.of(caller).owner().table().thread(number) == null) {
            throw new PosixException(Errno.ESRCH);
        }
        return result;
    }

    private long allProcessors() {
        return facts.processors() >= Long.SIZE ? -1 : (1L << facts.processors()) - 1;
    }

    private long getAffinity(Caller caller) throws PosixException {
        long size = Integer.toUnsignedLong(caller.intArgument(1));
        if (size < MASK || size % MASK != 0) {
            throw new PosixException(Errno.EINVAL);
        }
        long unused = checked(caller, 0);
        caller.memory().putLong(caller.argument(2), allProcessors());
        return MASK;
    }

    private long setAffinity(Caller caller) throws PosixException {
        int size = (int) Math.min(MASK, Integer.toUnsignedLong(caller.intArgument(1)));
        byte[] given = caller.memory().bytes(caller.argument(2), size);
        long unused = checked(caller, 0);
        long mask = 0;
        for (int i = 0; i < size; i++) {
            mask |= (given[i] & 0xffL) << Byte.SIZE * i;
        }
        if ((mask & allProcessors()) == 0) {
            throw new PosixException(Errno.EINVAL);
        }
        return 0;
    }

    private long setScheduler(Caller caller) throws PosixException {
        long unused = checked(caller, 0);
        int priority = caller.memory().getInt(caller.argument(2));
        int policy = caller.intArgument(1) & ~RESET_ON_FORK;
        boolean preferred = policy == FIFO || policy == ROUND_ROBIN;
        if (preferred ? priority < 1 || priority > MOST_PRIORITY : priority != 0 || !isUsual(policy)) {
            throw new PosixException(Errno.EINVAL);
        }
        if (preferred) {
            throw new PosixException(Errno.EPERM);
        }
        return 0;
    }

    private static boolean isUsual(int policy) {
        return policy == 0 || policy == BATCH || policy == IDLE;
    }

    private long getParameter(Caller caller) throws PosixException {
        long result = checked(caller, 0);
        caller.memory().putInt(caller.argument(1), 0);
        return result;
    }

    private long setParameter(Caller caller) throws PosixException {
        long result = checked(caller, 0);
        if (caller.memory().getInt(caller.argument(1)) != 0) {
            throw new PosixException(Errno.EINVAL);
        }
        return result;
    }

    private static long priority(Caller caller, int preferred) throws PosixException {
        int policy = caller.intArgument(0);
        if (policy == FIFO || policy == ROUND_ROBIN) {
            return preferred;
        }
        if (isUsual(policy) || policy == DEADLINE) {
            return 0;
        }
        throw new PosixException(Errno.EINVAL);
    }

    private long slice(Caller caller) throws PosixException {
        long result = checked(caller, 0);
        TimeValues.writeNanoseconds(caller.memory(), caller.argument(1), SLICE);
        return result;
    }

    /** The process that a call about niceness means; groups and users have but the caller's. */
    private static LinuxProcess nice(Caller caller) throws PosixException {
        int who = caller.intArgument(1);
        LinuxProcess own = ProgramThread.of(caller).owner();
        return switch (caller.intArgument(0)) {
            case 0 -> {
                ProgramThread thread = own.table().thread(who);
                yield thread == null ? GroupCalls.process(caller, who) : thread.owner();
            }
            case 1 -> GroupCalls.process(caller, who);
            case 2 -> {
                if (who != 0 && who != own.traits().user.real()) {
                    throw new PosixException(Errno.ESRCH);
                }
                yield own;
            }
            default -> throw new PosixException(Errno.EINVAL);
        };
    }

    private long getNiceness(Caller caller) throws PosixException {
        return NICE_OFFSET - nice(caller).traits().niceness;
    }

    private long setNiceness(Caller caller) throws PosixException {
        nice(caller).traits().niceness = Math.clamp(caller.intArgument(2), LEAST_NICE, NICEST);
        return 0;
    }

    private long processor(Caller caller) throws PosixException {
        if (caller.argument(0) != 0) {
            caller.memory().putInt(caller.argument(0), facts.currentProcessor());
        }
        if (caller.argument(1) != 0) {
            caller.memory().putInt(caller.argument(1), 0);
        }
        return 0;
    }

    private long barrier(Caller caller) throws PosixException {
        int command = caller.intArgument(0);
        boolean known = command == QUERY || command == GLOBAL || command == PRIVATE || command == REGISTER_PRIVATE;
        if (!known || caller.intArgument(1) != 0) {
            throw new PosixException(Errno.EINVAL);
        }
        if (command == GLOBAL || command == PRIVATE) {
            facts.synchronizeProcessors();
        }
        return command == QUERY ? GLOBAL | PRIVATE | REGISTER_PRIVATE : 0;
    }
}
