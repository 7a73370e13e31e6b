package dev.ristretto.fleet.api;

/**
 * How many replicas a service has by itself. Immutable.
 *
 * @param least replicas that there always are; 0 lets it sleep
 * @param most replicas that there are at most
 * @param target requests or connections in flight that a replica is to have; 0 leaves the number at {@code most} while
 *     it is awake
 * @param idleMillis after how long without any it sleeps, if {@code least} is 0
 */
public record Scaling(int least, int most, int target, long idleMillis) {

    public static final long IDLE_MILLIS = 5 * 60 * 1000;

    private static final int MOST_REPLICAS = 1000;

    /**
     * Checks that the numbers make sense.
     *
     * @throws IllegalArgumentException if they do not
     */
    public Scaling {
        if (least < 0 || most < 1 || least > most || most > MOST_REPLICAS) {
            throw new IllegalArgumentException("A service has from 0 to " + MOST_REPLICAS
                    + " replicas, at least 1 at most: not from " + least + " to " + most);
        }
        if (target < 0) {
            throw new IllegalArgumentException("The target of a replica is a number of requests, not " + target);
        }
        if (least == 0 && idleMillis < 100) {
            throw new IllegalArgumentException(
                    "A service sleeps after 100 ms at the earliest, not " + idleMillis + " ms");
        }
    }
}
