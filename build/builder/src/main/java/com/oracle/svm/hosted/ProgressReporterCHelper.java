package com.oracle.svm.hosted;

/**
 * Takes the place of SubstrateVM's class of this name, which loads a native library that only GraalVM distributions
 * carry. The compiler's output goes to a log, never to a terminal, so fixed answers serve.
 */
public final class ProgressReporterCHelper {
    private static final int COLUMNS = 120;
    private static final long UNKNOWN = -1;

    private ProgressReporterCHelper() {}

    /** The width of the terminal in columns. */
    public static int getTerminalWindowColumnsClamped() {
        return COLUMNS;
    }

    /** The width of the terminal in columns. */
    public static int getTerminalWindowColumns() {
        return COLUMNS;
    }

    /** The peak resident memory of the compiler in bytes, -1 as unknown. */
    public static long getPeakRSS() {
        return UNKNOWN;
    }
}
