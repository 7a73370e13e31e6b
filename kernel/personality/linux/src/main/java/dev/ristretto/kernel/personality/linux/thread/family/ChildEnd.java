package dev.ristretto.kernel.personality.linux.thread.family;

import dev.ristretto.kernel.personality.linux.thread.signal.SignalNote;

/**
 * What a parent learns of a child that has ended.
 *
 * @param number of the child
 * @param user it was
 * @param code what it gave to exit, 0 to 255
 * @param signal the signal that ended it, 0 if it ended by itself
 * @param usage what it has used, and those of its children that it has waited for
 */
public record ChildEnd(int number, int user, int code, int signal, ProgramUsage usage) {
    // Of siginfo_t.
    private static final int EXITED = 1;
    private static final int KILLED = 2;

    /** As wait(2) tells it. */
    public int waitStatus() {
        return signal == 0 ? code << Byte.SIZE : signal;
    }

    /** Why the signal of a child's end is sent: CLD_EXITED or CLD_KILLED. */
    public int reason() {
        return signal == 0 ? EXITED : KILLED;
    }

    /** The code or the signal. */
    public int reasonStatus() {
        return signal == 0 ? code : signal;
    }

    SignalNote note(int sent) {
        long first = Integer.toUnsignedLong(number) | (long) user << Integer.SIZE;
        return new SignalNote(sent, 0, reason(), first, reasonStatus(), null);
    }
}
