package dev.ristretto.build.reproducible;

import java.lang.constant.ClassDesc;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;

/**
 * Lets classes of java.base that read the clock while they are initialized find the day of the JDK's release there.
 * Images contain what they make of it.
 */
final class FixedClock {
    static final List<String> CLASSES = List.of(
            // The order in which Set.of and Map.of iterate.
            "java/util/ImmutableCollections.class",
            // Random numbers, among them a mark that an image carries.
            "java/util/concurrent/ThreadLocalRandom.class",
            // The second from which the system clock counts nanoseconds.
            "java/time/Clock.class",
            // Which offset of a time zone is the present one.
            "sun/util/calendar/ZoneInfoFile.class");

    private static final long TODAY = LocalDate.parse(System.getProperty("java.version.date"))
            .atStartOfDay(ZoneOffset.UTC)
            .toInstant()
            .toEpochMilli();

    private static final ClassDesc SYSTEM = ClassDesc.of("java.lang.System");
    private static final Set<String> CLOCKS = Set.of("nanoTime", "currentTimeMillis");

    private FixedClock() {}

    /**
     * @throws IllegalStateException if a class of this JDK does not read the clock, so that the change has no effect
     */
    static byte[] patched(byte[] original) {
        return InitializerPatch.replaceCalls(
                original, SYSTEM, CLOCKS, code -> code.loadConstant(TODAY), "does not read the clock");
    }
}
