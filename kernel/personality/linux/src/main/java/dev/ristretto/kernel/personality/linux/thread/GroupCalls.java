package dev.ristretto.kernel.personality.linux.thread;

import dev.ristretto.abi.linux.SystemCalls;
import dev.ristretto.kernel.personality.linux.call.CallTable;
import dev.ristretto.kernel.personality.linux.call.Caller;
import dev.ristretto.kernel.posix.Errno;
import dev.ristretto.kernel.posix.PosixException;

/**
 * Numbers of processes, their groups and sessions, and waiting for children. Each process leads a group and a session
 * of its own, for none begins another one.
 */
final class GroupCalls {
    /** WNOHANG, WUNTRACED, WCONTINUED, __WNOTHREAD, __WALL, __WCLONE. */
    private static final int WAIT_OPTIONS = 1 | 2 | 8 | 0xe000_0000;

    /** What waitid may have besides: WEXITED, WNOWAIT; what it must have one of. */
    private static final int WAIT_EVENTS = 2 | 4 | 8;

    private static final int KEEP = 0x0100_0000;
    private static final int MOST_KINDS = 3;

    void addTo(CallTable table) {
        table.set(SystemCalls.GETPID, GroupCalls::own);
        table.set(
                SystemCalls.GETPPID, caller -> ProgramThread.of(caller).owner().parent());
        table.set(SystemCalls.GETPGRP, GroupCalls::own);
        table.set(SystemCalls.GETPGID, GroupCalls::ofProcess);
        table.set(SystemCalls.GETSID, GroupCalls::ofProcess);
        table.set(SystemCalls.SETPGID, this::setGroup);
        table.set(SystemCalls.SETSID, this::newSession);
        table.set(SystemCalls.WAIT4, this::await);
        table.set(SystemCalls.WAITID, this::awaitById);
    }

    private static long own(Caller caller) {
        return ProgramThread.of(caller).owner().number();
    }

    private static long ofProcess(Caller caller) throws PosixException {
        return process(caller, caller.intArgument(0)).number();
    }

    /** The process of a number, 0 for the caller's; ESRCH if there is none. */
    static LinuxProcess process(Caller caller, int number) throws PosixException {
        LinuxProcess own = ProgramThread.of(caller).owner();
        if (number == 0 || number == own.number()) {
            return own;
        }
        LinuxProcess found = own.table().process(number);
        if (found == null) {
            throw new PosixException(Errno.ESRCH);
        }
        return found;
    }

    private long setGroup(Caller caller) throws PosixException {
        if (caller.intArgument(1) < 0) {
            throw new PosixException(Errno.EINVAL);
        }
        LinuxProcess unused = process(caller, caller.intArgument(0));
        throw new PosixException(Errno.EPERM); // it leads a session
    }

    private long newSession(Caller caller) throws PosixException {
        throw new PosixException(Errno.EPERM); // it leads a group
    }

    private long await(Caller caller) throws PosixException {
        boolean wrong = (caller.intArgument(2) & ~WAIT_OPTIONS) != 0;
        throw new PosixException(wrong ? Errno.EINVAL : Errno.ECHILD);
    }

    private long awaitById(Caller caller) throws PosixException {
        int options = caller.intArgument(3);
        boolean wrong = (options & ~(WAIT_OPTIONS | WAIT_EVENTS | KEEP)) != 0
                || (options & WAIT_EVENTS) == 0
                || caller.intArgument(0) < 0
                || caller.intArgument(0) > MOST_KINDS;
        throw new PosixException(wrong ? Errno.EINVAL : Errno.ECHILD);
    }
}
