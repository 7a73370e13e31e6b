package dev.ristretto.kernel.personality.linux.thread.signal;

/** The signals of Linux on x86-64 (signal(7)), and sets of them: bit n-1 stands for signal n. */
public final class SignalNumbers {
    public static final int ILLEGAL = 4;
    public static final int TRAP = 5;
    public static final int BUS = 7;
    public static final int ARITHMETIC = 8;
    public static final int KILL = 9;
    public static final int SEGMENT = 11;
    public static final int PIPE = 13;
    public static final int ALARM = 14;
    public static final int TERMINATE = 15;
    public static final int CHILD = 17;
    public static final int CONTINUE = 18;
    public static final int STOP = 19;

    private static final int TERMINAL_STOP = 20;
    private static final int TERMINAL_INPUT = 21;
    private static final int TERMINAL_OUTPUT = 22;
    private static final int URGENT = 23;
    private static final int WINDOW = 28;
    private static final int SYSTEM = 31;

    /** The first of those of which several wait one behind the other. */
    public static final int FIRST_QUEUED = 32;

    /** The last one. */
    public static final int LAST = 64;

    /** Bytes of a set. */
    public static final int SET_SIZE = 8;

    /** Those that nobody can block, ignore or handle. */
    public static final long UNSTOPPABLE = bit(KILL) | bit(STOP);

    /** Those that an instruction causes; they are delivered before others. */
    static final long OF_INSTRUCTIONS =
            bit(SEGMENT) | bit(BUS) | bit(ILLEGAL) | bit(TRAP) | bit(ARITHMETIC) | bit(SYSTEM);

    /**
     * Those that do nothing unless they are handled. Those that would stop a process are among them: the program of an
     * instance is its first process, which cannot be stopped on Linux either, for nobody would let it go on.
     */
    private static final long HARMLESS = bit(CHILD)
            | bit(CONTINUE)
            | bit(URGENT)
            | bit(WINDOW)
            | bit(STOP)
            | bit(TERMINAL_STOP)
            | bit(TERMINAL_INPUT)
            | bit(TERMINAL_OUTPUT);

    private static final String[] NAMES =
            ("HUP INT QUIT ILL TRAP ABRT BUS FPE KILL USR1 SEGV USR2 PIPE ALRM TERM STKFLT"
                            + " CHLD CONT STOP TSTP TTIN TTOU URG XCPU XFSZ VTALRM PROF WINCH IO PWR SYS")
                    .split(" ");

    private SignalNumbers() {}

    /** The set of one signal. */
    public static long bit(int signal) {
        return 1L << signal - 1;
    }

    /** Whether a number is one of a signal. */
    public static boolean isSignal(int signal) {
        return signal > 0 && signal <= LAST;
    }

    /** Whether it does nothing unless it is handled. */
    static boolean isHarmless(int signal) {
        return (HARMLESS & bit(signal)) != 0;
    }

    /** Whether an instruction causes it. */
    public static boolean isOfInstruction(int signal) {
        return (OF_INSTRUCTIONS & bit(signal)) != 0;
    }

    /** Its name: SIGTERM. */
    public static String name(int signal) {
        return signal <= NAMES.length ? "SIG" + NAMES[signal - 1] : "signal " + signal;
    }
}
