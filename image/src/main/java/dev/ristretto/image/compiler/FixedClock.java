package dev.ristretto.image.compiler;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
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
        boolean[] found = new boolean[1];
        CodeTransform code = (builder, element) -> {
            if (element instanceof InvokeInstruction call
                    && call.owner().asInternalName().equals("java/lang/System")
                    && CLOCKS.contains(call.name().stringValue())) {
                found[0] = true;
                builder.loadConstant(TODAY);
            } else {
                builder.with(element);
            }
        };
        ClassFile file = ClassFile.of();
        var model = file.parse(original);
        byte[] patched = file.transformClass(
                model,
                ClassTransform.transformingMethodBodies(
                        method -> method.methodName().equalsString("<clinit>"), code));
        if (!found[0]) {
            throw new IllegalStateException(
                    model.thisClass().asInternalName() + " of this JDK does not read the clock");
        }
        return patched;
    }
}
