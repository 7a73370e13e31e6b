package dev.ristretto.fleet.api;

/**
 * How to find out whether an instance is well. Immutable.
 *
 * @param check {@code http:[PORT]/PATH}, {@code tcp[:PORT]} or {@code console:REGEX}; ports are the guest's
 * @param intervalMillis from one check to the next
 * @param timeoutMillis how long a check may take
 * @param retries after how many failures in a row the instance counts as unhealthy
 * @param startPeriodMillis how long after its start failures do not count
 */
public record HealthCheck(String check, long intervalMillis, long timeoutMillis, int retries, long startPeriodMillis) {

    public static final long INTERVAL_MILLIS = 10_000;
    public static final long TIMEOUT_MILLIS = 3_000;
    public static final int RETRIES = 3;
    public static final long START_PERIOD_MILLIS = 30_000;

    private static final long LEAST_MILLIS = 10;
    private static final long MOST_MILLIS = 24L * 60 * 60 * 1000;

    /**
     * Checks that nothing is missing and every number makes sense.
     *
     * @throws IllegalArgumentException if that is not so
     */
    public HealthCheck {
        Specification.require(check, "health.check");
        requireTime("interval", intervalMillis, LEAST_MILLIS);
        requireTime("timeout", timeoutMillis, LEAST_MILLIS);
        requireTime("start period", startPeriodMillis, 0);
        if (retries < 1) {
            throw new IllegalArgumentException("A health check needs at least 1 failure to tell, not " + retries);
        }
    }

    /** With the usual times. */
    public static HealthCheck of(String check) {
        return new HealthCheck(check, INTERVAL_MILLIS, TIMEOUT_MILLIS, RETRIES, START_PERIOD_MILLIS);
    }

    private static void requireTime(String name, long millis, long least) {
        if (millis < least || millis > MOST_MILLIS) {
            throw new IllegalArgumentException(
                    "The " + name + " of a health check is from " + least + " ms to a day, not " + millis + " ms");
        }
    }
}
