package dev.ristretto.kernel.personality.linux.thread;

import dev.ristretto.kernel.machine.user.UserContext;
import dev.ristretto.kernel.personality.linux.thread.signal.Delivery;
import dev.ristretto.kernel.personality.linux.thread.signal.SignalFrame;
import dev.ristretto.kernel.personality.linux.thread.signal.SignalNote;
import dev.ristretto.kernel.personality.linux.thread.signal.SignalNumbers;
import dev.ristretto.kernel.personality.linux.thread.signal.SignalsOfThread;
import dev.ristretto.kernel.personality.linux.thread.signal.TrapState;
import dev.ristretto.kernel.posix.PosixException;
import org.jspecify.annotations.Nullable;

/** Delivers the signals of a thread before it goes to ring 3. For that thread. */
final class SignalDelivery {
    /** Bytes of the instruction that makes a system call. */
    private static final int CALL_LENGTH = 2;

    private static final int NONE = -1;

    private final ProgramThread thread;
    private final LinuxProcess process;
    private final SignalsOfThread signals;
    private TrapState trap = TrapState.NONE;

    /** The number of the call that a signal has interrupted, which may have to begin again. */
    private int interrupted = NONE;

    SignalDelivery(ProgramThread thread, SignalsOfThread signals) {
        this.thread = thread;
        this.process = thread.owner();
        this.signals = signals;
    }

    /** A signal has interrupted a call. */
    void setInterrupted(int call) {
        interrupted = call;
    }

    /** There was an exception, other than a page fault. */
    void setTrap(int vector, long error) {
        trap = new TrapState(vector, error, trap.address());
    }

    /** A page fault could not be resolved. */
    void setPageFault(long error, long address) {
        trap = new TrapState(UserContext.PAGE_FAULT, error, address);
    }

    /** Delivers what waits and is not blocked. */
    void run() {
        if (interrupted == NONE) {
            signals.restoreMask();
        }
        deliverAll();
        signals.restoreMask();
        deliverAll();
        if (interrupted != NONE && !signals.isEnding()) {
            beginAgain(); // what interrupted it has gone without a handler
        }
        interrupted = NONE;
    }

    private void deliverAll() {
        for (Delivery next = nextSignal(); next != null; next = nextSignal()) {
            if (next.isFatal()) {
                endBy(next.note());
                return;
            }
            if (interrupted != NONE && next.setting().restarts()) {
                beginAgain();
            }
            interrupted = NONE;
            try {
                SignalFrame.begin(thread.context(), thread.memory(), signals, next, trap);
            } catch (PosixException e) {
                SignalNote note = SignalNote.plain(SignalNumbers.SEGMENT, SignalNote.BY_KERNEL);
                if (next.note().number() == SignalNumbers.SEGMENT) {
                    process.signals().forceEnd(signals, note);
                } else {
                    process.signals().force(signals, note);
                }
            }
        }
    }

    private @Nullable Delivery nextSignal() {
        return signals.isEnding() ? null : signals.next();
    }

    private void beginAgain() {
        if (RestartRules.restarts(interrupted, thread)) {
            thread.context().set(UserContext.RAX, interrupted);
            thread.context().set(UserContext.RIP, thread.context().get(UserContext.RIP) - CALL_LENGTH);
        }
    }

    private void endBy(SignalNote note) {
        ProgramEnd end = new ProgramEnd(0, note.number());
        if (process.end(end)) {
            String address = SignalNumbers.isOfInstruction(note.number()) && note.code() > 0
                    ? " at address 0x" + Long.toHexString(note.first())
                    : "";
            process.services()
                    .console()
                    .accept(process.name() + " (process " + process.number() + ") was ended by " + end + address
                            + ", instruction 0x"
                            + Long.toHexString(thread.context().get(UserContext.RIP)));
        }
    }
}
