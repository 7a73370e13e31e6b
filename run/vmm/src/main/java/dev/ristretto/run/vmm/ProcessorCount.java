package dev.ristretto.run.vmm;

import dev.ristretto.abi.CommandLine;

/**
 * Numbers of processors as people write them: {@code 1} to {@code 64}, or {@code auto} for as many as the computer has
 * where the instance is started.
 */
public final class ProcessorCount {

    /** Stands for as many as there are. */
    public static final int AUTO = 0;

    /** What an instance has if nothing else is said. */
    public static final int USUAL = 1;

    private static final String AUTO_WORD = "auto";

    private ProcessorCount() {}

    /**
     * Reads a number of processors.
     *
     * @return from 1 to {@link CommandLine#MOST_PROCESSORS}, or {@link #AUTO}
     * @throws IllegalArgumentException if the text is none, with a message that says what is
     */
    public static int parse(String text) {
        if (text.equals(AUTO_WORD)) {
            return AUTO;
        }
        if (text.matches("\\d{1,9}")) {
            int number = Integer.parseInt(text);
            if (number >= 1 && number <= CommandLine.MOST_PROCESSORS) {
                return number;
            }
        }
        throw new IllegalArgumentException("'" + text + "' is not a number of processors: write one from 1 to "
                + CommandLine.MOST_PROCESSORS + ", or " + AUTO_WORD + " for as many as the computer has");
    }

    /** Writes it so that {@link #parse} reads the same. */
    public static String format(int processors) {
        return processors == AUTO ? AUTO_WORD : Integer.toString(processors);
    }

    /** How many an instance gets that is started on this computer now. */
    public static int resolve(int processors) {
        return processors == AUTO ? most(Runtime.getRuntime().availableProcessors()) : processors;
    }

    /** How many of those of a computer an instance can have. */
    static int most(int available) {
        return Math.min(available, CommandLine.MOST_PROCESSORS);
    }
}
