package dev.ristretto.kernel.personality.linux.thread.family;

import dev.ristretto.kernel.personality.linux.thread.signal.SignalNumbers;

/**
 * Whom a process waits for (wait4(2), waitid(2)).
 *
 * @param number of the only child, 0 for any
 * @param group of the children, 0 for any
 * @param options W* and __W*
 */
public record WaitRequest(int number, int group, int options) {
    public static final int NO_WAIT = 1;
    public static final int STOPPED = 2;
    public static final int ENDED = 4;
    public static final int CONTINUED = 8;

    /** The child stays as it is, to be waited for again. */
    public static final int KEEP = 0x0100_0000;

    /** __WNOTHREAD, __WALL, __WCLONE. */
    public static final int KINDS = 0xe000_0000;

    private static final int ALL = 0x4000_0000;
    private static final int OTHERS = 0x8000_0000;

    boolean has(int option) {
        return (options & option) != 0;
    }

    boolean means(Kin child) {
        boolean usual = child.endSignal == SignalNumbers.CHILD;
        return (number == 0 || child.number == number)
                && (group == 0 || child.group == group)
                && (has(ALL) || usual != has(OTHERS));
    }
}
