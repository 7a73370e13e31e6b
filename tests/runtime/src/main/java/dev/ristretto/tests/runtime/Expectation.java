package dev.ristretto.tests.runtime;

import java.util.Objects;
import java.util.concurrent.Callable;

/**
 * One check: what is done, and what must come of it.
 *
 * @param name group and check, separated by a slash
 * @param expected equal to what {@code body} returns
 */
record Expectation(String name, Object expected, Body body) {
    /** What is done; a {@link Callable} that may also throw errors. */
    @FunctionalInterface
    interface Body {
        Object run() throws Throwable;
    }

    /** Runs the check; the outcome holds the reason where it failed. */
    Outcome run() {
        long start = System.nanoTime();
        String complaint = null;
        Throwable thrown = null;
        try {
            Object result = body.run();
            if (!Objects.equals(expected, result)) {
                complaint = "expected " + expected + " but got " + result;
            }
        } catch (Throwable e) {
            complaint = "expected " + expected + " but " + e + " was thrown";
            thrown = e;
        }
        return new Outcome(System.nanoTime() - start, complaint, thrown);
    }

    /**
     * How a check ended.
     *
     * @param nanoseconds how long it took
     * @param complaint why it failed, {@code null} where it passed
     * @param thrown what ended it, {@code null} where it returned
     */
    record Outcome(long nanoseconds, String complaint, Throwable thrown) {
        boolean passed() {
            return complaint == null;
        }
    }
}
