package dev.ristretto.kernel.personality.linux.thread;

import dev.ristretto.abi.linux.SystemCalls;
import dev.ristretto.kernel.personality.linux.call.CallTable;
import dev.ristretto.kernel.personality.linux.call.Caller;
import dev.ristretto.kernel.personality.linux.thread.family.Families;
import dev.ristretto.kernel.personality.linux.thread.signal.SignalNote;
import dev.ristretto.kernel.personality.linux.thread.signal.SignalNumbers;
import dev.ristretto.kernel.posix.Errno;
import dev.ristretto.kernel.posix.PosixException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Sending signals (kill(2), tgkill(2), rt_sigqueueinfo(2)). */
final class SendCalls {
    void addTo(CallTable table) {
        table.set(SystemCalls.KILL, this::kill);
        table.set(SystemCalls.TKILL, this::killThread);
        table.set(SystemCalls.TGKILL, this::killThreadOfProcess);
        table.set(SystemCalls.RT_SIGQUEUEINFO, this::queue);
        table.set(SystemCalls.RT_TGSIGQUEUEINFO, this::queueToThread);
    }

    private static ProcessTable table(Caller caller) {
        return ProgramThread.of(caller).owner().table();
    }

    private static SignalNote note(Caller caller, int signal, int code) {
        return SignalNote.from(signal, code, ProgramThread.of(caller).owner().number());
    }

    /** Sends it if there is one to be sent: with signal 0 it is only asked whether it could be. */
    private static void send(LinuxProcess process, @Nullable ProgramThread thread, SignalNote note)
            throws PosixException {
        if (note.number() == 0) {
            return;
        }
        boolean sent = thread == null
                ? process.signals().send(note)
                : process.signals().send(thread.signals(), note);
        if (!sent) {
            throw new PosixException(Errno.EAGAIN);
        }
    }

    private static int signal(Caller caller, int index) throws PosixException {
        int signal = caller.intArgument(index);
        if (signal != 0 && !SignalNumbers.isSignal(signal)) {
            throw new PosixException(Errno.EINVAL);
        }
        return signal;
    }

    private long kill(Caller caller) throws PosixException {
        int target = caller.intArgument(0);
        SignalNote note = note(caller, signal(caller, 1), SignalNote.BY_USER);
        int own = ProgramThread.of(caller).owner().number();
        if (target > 0) {
            send(process(caller, target), null, note);
        } else if (target == -1) {
            // All but the first process and the caller's.
            sendToAll(caller, process -> process.number() != 1 && process.number() != own, note);
        } else {
            Families families = table(caller).families();
            int group = target == 0
                    ? families.group(ProgramThread.of(caller).owner().kin())
                    : -target;
            sendToAll(caller, process -> families.group(process.kin()) == group, note);
        }
        return 0;
    }

    private static void sendToAll(Caller caller, Predicate<LinuxProcess> wanted, SignalNote note)
            throws PosixException {
        boolean found = false;
        for (LinuxProcess process : table(caller).processes()) {
            if (wanted.test(process)) {
                found = true;
                send(process, null, note);
            }
        }
        if (!found) {
            throw new PosixException(Errno.ESRCH);
        }
    }

    /** The process of a number; that of a thread means its process, as on Linux. */
    private static LinuxProcess process(Caller caller, int number) throws PosixException {
        ProgramThread thread = table(caller).thread(number);
        return thread == null ? GroupCalls.process(caller, number) : thread.owner();
    }

    private static ProgramThread thread(Caller caller, int number) throws PosixException {
        if (number <= 0) {
            throw new PosixException(Errno.EINVAL);
        }
        ProgramThread thread = table(caller).thread(number);
        if (thread == null) {
            throw new PosixException(Errno.ESRCH);
        }
        return thread;
    }

    private static ProgramThread threadOfProcess(Caller caller) throws PosixException {
        if (caller.intArgument(0) <= 0) {
            throw new PosixException(Errno.EINVAL);
        }
        ProgramThread thread = thread(caller, caller.intArgument(1));
        if (thread.owner().number() != caller.intArgument(0)) {
            throw new PosixException(Errno.ESRCH);
        }
        return thread;
    }

    private long killThread(Caller caller) throws PosixException {
        ProgramThread thread = thread(caller, caller.intArgument(0));
        send(thread.owner(), thread, note(caller, signal(caller, 1), SignalNote.TO_THREAD));
        return 0;
    }

    private long killThreadOfProcess(Caller caller) throws PosixException {
        ProgramThread thread = threadOfProcess(caller);
        send(thread.owner(), thread, note(caller, signal(caller, 2), SignalNote.TO_THREAD));
        return 0;
    }

    private long queue(Caller caller) throws PosixException {
        SignalNote note = given(caller, signal(caller, 1), caller.argument(2), caller.intArgument(0));
        send(process(caller, caller.intArgument(0)), null, note);
        return 0;
    }

    private long queueToThread(Caller caller) throws PosixException {
        SignalNote note = given(caller, signal(caller, 2), caller.argument(3), caller.intArgument(0));
        ProgramThread thread = threadOfProcess(caller);
        send(thread.owner(), thread, note);
        return 0;
    }

    /** What the program says of a signal, which must not look as if another one or the kernel had sent it. */
    private static SignalNote given(Caller caller, int signal, long address, int target) throws PosixException {
        SignalNote note = SignalNote.read(caller.memory(), address, signal);
        boolean looksForeign = note.code() >= 0 || note.code() == SignalNote.TO_THREAD;
        if (looksForeign && target != ProgramThread.of(caller).owner().number()) {
            throw new PosixException(Errno.EPERM);
        }
        return note;
    }
}
