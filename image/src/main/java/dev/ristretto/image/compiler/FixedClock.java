package dev.ristretto.image.compiler;

import java.lang.classfile.instruction.InvokeInstruction;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;

/**
 * Lets classes of java.base that read the clock while they are initialized find the day of the JDK's release there. Images
 * contain what they make of it.
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

    private static final Set<String> CLOCKS = Set.of("nanoTime", "currentTimeMillis");

    private FixedClock() {}

    /** @throws IllegalStateException if a class of this JDK does not read the clock, so that the change has no effect */
    static byte[] patched(byte[] original) {
        return InitializerPatch.apply(
                original,
                (code, element) -> {
                    boolean reads = element instanceof InvokeInstruction call
                            && call.owner().asInternalName().equals("java/lang/System")
                            && CLOCKS.contains(call.name().stringValue());
                    if (reads) {
                        code.loadConstant(TODAY);
                    }
                    return reads;
                },
                "does not read the clock");
    }
}
