package dev.ristretto.fleet.daemon.instance;

import dev.ristretto.fleet.api.HealthCheck;
import dev.ristretto.fleet.api.Specification;
import dev.ristretto.fleet.api.error.FleetException;
import dev.ristretto.fleet.api.error.FleetException.Kind;
import java.util.List;
import java.util.Map;

/**
 * How much there may be that the daemon keeps in its memory for as long as somebody wants it: an operator must not be
 * able to end it.
 *
 * @param number of specifications
 * @param bytes that they take together
 */
public record SpecificationLimits(int number, long bytes) {

    /** Objects of Java around a text, and references to it. */
    private static final int TEXT_BYTES = 80;

    /** Of a text with a character beyond U+00FF. */
    private static final int CHARACTER_BYTES = 2;

    /** What an eighth of the heap holds. */
    public static SpecificationLimits of(int number) {
        return new SpecificationLimits(number, Runtime.getRuntime().maxMemory() / 8);
    }

    /**
     * Checks that there is room for one more.
     *
     * @param what these are, in plural
     * @throws FleetException if there is none
     */
    public void requireRoom(String what, List<Specification> present, Specification more) {
        if (present.size() >= number) {
            throw new FleetException(
                    Kind.CONFLICT, "There are " + present.size() + " " + what + " already\nRemove some of them first");
        }
        long taken = bytes(more)
                + present.stream().mapToLong(SpecificationLimits::bytes).sum();
        if (taken > bytes) {
            throw new FleetException(
                    Kind.CONFLICT,
                    "Arguments, environment and labels of all " + what + " together would take " + taken
                            + " bytes of the daemon's memory, which has " + bytes
                            + " for them\nRemove some of them first, or hand large values over in another way");
        }
    }

    private static long bytes(Specification specification) {
        HealthCheck health = specification.health();
        return (health == null ? 0 : bytes(health.check()))
                + specification.arguments().stream()
                        .mapToLong(SpecificationLimits::bytes)
                        .sum()
                + specification.ports().stream()
                        .mapToLong(SpecificationLimits::bytes)
                        .sum()
                + bytes(specification.environment())
                + bytes(specification.labels());
    }

    private static long bytes(Map<String, String> texts) {
        return texts.entrySet().stream()
                .mapToLong(text -> bytes(text.getKey()) + bytes(text.getValue()))
                .sum();
    }

    private static long bytes(String text) {
        return TEXT_BYTES + (long) CHARACTER_BYTES * text.length();
    }
}
