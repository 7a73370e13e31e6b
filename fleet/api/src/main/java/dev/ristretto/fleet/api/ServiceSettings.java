package dev.ristretto.fleet.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * How a service is reached and how it is changed. Immutable.
 *
 * @param publish {@code ADDRESS:HOST:GUEST}: where clients come, and the port of each replica that they are led to
 * @param http whether single requests are spread over the replicas, or else whole connections
 * @param replicas how many there are to be
 * @param surge how many more there may be during an update
 * @param deadlineMillis how long an update may take from one replica that is ready to the next
 * @param drainMillis how long a replica may finish what it has begun before it is stopped
 * @param scaling how their number changes by itself
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ServiceSettings(
        @Nullable String publish,
        boolean http,
        int replicas,
        int surge,
        long deadlineMillis,
        long drainMillis,
        @Nullable Scaling scaling) {

    public static final int SURGE = 1;
    public static final long DEADLINE_MILLIS = 60_000;
    public static final long DRAIN_MILLIS = 10_000;
    public static final int MOST_REPLICAS = 1000;

    private static final long MOST_MILLIS = 24L * 60 * 60 * 1000;

    /**
     * Checks that the numbers make sense.
     *
     * @throws IllegalArgumentException if they do not
     */
    public ServiceSettings {
        if (replicas < 0 || replicas > MOST_REPLICAS) {
            throw new IllegalArgumentException(
                    "A service has from 0 to " + MOST_REPLICAS + " replicas, not " + replicas);
        }
        if (surge < 1 || surge > MOST_REPLICAS) {
            throw new IllegalArgumentException("An update needs a surge of 1 replica or more, not " + surge);
        }
        if (deadlineMillis < 1 || deadlineMillis > MOST_MILLIS || drainMillis < 0 || drainMillis > MOST_MILLIS) {
            throw new IllegalArgumentException("The deadline and the time to drain are at most a day");
        }
        if (scaling != null && publish == null) {
            throw new IllegalArgumentException(
                    "A service that nobody can reach has nothing to scale by: add --publish HOST:GUEST");
        }
    }

    /** The same with another number of replicas. */
    public ServiceSettings withReplicas(int number) {
        return new ServiceSettings(publish, http, number, surge, deadlineMillis, drainMillis, scaling);
    }
}
