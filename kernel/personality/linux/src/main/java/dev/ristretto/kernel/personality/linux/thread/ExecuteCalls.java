package dev.ristretto.kernel.personality.linux.thread;

import dev.ristretto.abi.linux.SystemCalls;
import dev.ristretto.kernel.personality.linux.call.CallTable;
import dev.ristretto.kernel.personality.linux.call.Caller;
import dev.ristretto.kernel.personality.linux.thread.alarm.ProgramTimer;
import dev.ristretto.kernel.personality.linux.thread.signal.AlternateStack;
import dev.ristretto.kernel.personality.linux.thread.signal.SignalNumbers;
import dev.ristretto.kernel.posix.Errno;
import dev.ristretto.kernel.posix.PosixException;
import java.util.List;

/** Another program takes the place of the present one (execve(2)). */
final class ExecuteCalls {
    private final ProgramStarter starter;

    ExecuteCalls(ProgramStarter starter) {
        this.starter = starter;
    }

    void addTo(CallTable table) {
        table.set(SystemCalls.EXECVE, this::execute);
    }

    private long execute(Caller caller) throws PosixException {
        ProgramThread thread = ProgramThread.of(caller);
        LinuxProcess process = thread.owner();
        NextProgram program = starter.prepare(
                process,
                caller.memory().path(caller.argument(0)),
                texts(caller, caller.argument(1)),
                texts(caller, caller.argument(2)));
        process.keepOnly(thread);
        thread.releaseRobustList();
        thread.clearAtEnd(0);
        leaveSharedMemory(process, thread);
        thread.signals().setStack(AlternateStack.NONE);
        process.signals().forgetHandlers();
        for (ProgramTimer timer : process.timers().removeAll()) {
            AlarmCalls.stop(process, timer);
        }
        process.files().descriptors().closeOnExecute();
        process.table().families().executed(process.kin());
        try {
            thread.context().resetVectorState();
            thread.context().setThreadPointer(0);
            program.begin(process.programMemory(), thread.context());
        } catch (PosixException e) {
            // What was there is gone: nobody is left to be told.
            process.services()
                    .console()
                    .accept(program.path() + " cannot be begun in the place of " + process.name() + ": "
                            + e.getMessage());
            boolean unused = process.end(new ProgramEnd(0, SignalNumbers.KILL));
            throw new PosixException(Errno.ENOMEM);
        }
        process.endLoan();
        process.setName(program.path());
        thread.setName(process.name());
        return 0;
    }

    /** Others still need what is there: the program gets memory of its own. */
    private static void leaveSharedMemory(LinuxProcess process, ProgramThread thread) {
        ProgramMemory old = process.programMemory();
        if (!old.isUsedByOthers()) {
            return;
        }
        ProgramMemory fresh = old.fresh();
        boolean done = false;
        try {
            thread.changeContext(fresh.newContext());
            done = true;
        } finally {
            if (!done) {
                fresh.release();
            }
        }
        process.changeMemory(fresh);
    }

    /** Linux takes no list at all for an empty one. */
    private static List<String> texts(Caller caller, long address) throws PosixException {
        return address == 0 ? List.of() : caller.memory().texts(address);
    }
}
