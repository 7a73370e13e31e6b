package dev.ristretto.kernel.personality.linux.thread;

import dev.ristretto.kernel.personality.linux.thread.signal.SignalNumbers;

/**
 * How a process ended.
 *
 * @param code what it gave to exit, 0 to 255
 * @param signal the signal that ended it, 0 if it ended by itself
 */
public record ProgramEnd(int code, int signal) {
    private static final int CODES = 0xff;
    private static final int SIGNAL_OFFSET = 128;

    /** By itself; of the code one byte counts. */
    static ProgramEnd byItself(int code) {
        return new ProgramEnd(code & CODES, 0);
    }

    /** The exit status as shells tell it: the code, or 128 and the number of the signal. */
    public int status() {
        return signal == 0 ? code : SIGNAL_OFFSET + signal;
    }

    @Override
    public String toString() {
        return signal == 0 ? "exit code " + code : SignalNumbers.name(signal);
    }
}
