package dev.ristretto.kernel.personality.linux.thread;

import dev.ristretto.abi.linux.SystemCalls;
import dev.ristretto.kernel.personality.linux.call.CallTable;
import dev.ristretto.kernel.personality.linux.call.Caller;
import dev.ristretto.kernel.personality.linux.thread.family.Families;
import dev.ristretto.kernel.posix.Errno;
import dev.ristretto.kernel.posix.PosixException;

/** Numbers of processes, their groups and sessions. */
final class GroupCalls {
    void addTo(CallTable table) {
        table.set(SystemCalls.GETPID, caller -> own(caller).number());
        table.set(SystemCalls.GETPPID, caller -> own(caller).parent());
        table.set(
                SystemCalls.GETPGRP,
                caller -> families(caller).group(own(caller).kin()));
        table.set(
                SystemCalls.GETPGID,
                caller -> families(caller).group(asked(caller).kin()));
        table.set(
                SystemCalls.GETSID,
                caller -> families(caller).session(asked(caller).kin()));
        table.set(SystemCalls.SETPGID, this::setGroup);
        table.set(
                SystemCalls.SETSID,
                caller -> families(caller).newSession(own(caller).kin()));
    }

    private static LinuxProcess own(Caller caller) {
        return ProgramThread.of(caller).owner();
    }

    private static Families families(Caller caller) {
        return own(caller).table().families();
    }

    private static LinuxProcess asked(Caller caller) throws PosixException {
        return process(caller, caller.intArgument(0));
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
        int group = caller.intArgument(1);
        if (group < 0) {
            throw new PosixException(Errno.EINVAL);
        }
        families(caller).setGroup(own(caller).kin(), asked(caller).kin(), group);
        return 0;
    }
}
