package dev.ristretto.fleet.api;

import dev.ristretto.fleet.api.error.FleetException;
import dev.ristretto.fleet.api.error.FleetException.Kind;
import dev.ristretto.run.vmm.MemorySize;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * How much memory an instance of an image gets.
 *
 * @param bytes the memory
 * @param warning why that may be too little, in one line
 */
public record MemoryChoice(long bytes, Optional<String> warning) {

    private static final long LEAST_DEFAULT = 64L << 20;

    /** What the smallest programs need. */
    private static final long SMALLEST = 16L << 20;

    /** What firmware and boot loader take beside the image. */
    private static final long BOOT = 2L << 20;

    /**
     * Chooses. The floor is what the kernel needs to reach main. What it has beyond that of the smallest programs is
     * code and data of libraries, which want a heap and direct buffers in proportion: three times as much again.
     *
     * @param floor the least memory that the image boots with, in bytes
     * @param loaded what the image takes in memory when it is loaded, in bytes; asked for only if that matters
     * @param wanted what the user asked for; too little of it is warned of or refused
     * @throws FleetException if it cannot boot with what is wanted
     */
    public static MemoryChoice of(long floor, LongSupplier loaded, Optional<Long> wanted) {
        if (wanted.isEmpty()) {
            return new MemoryChoice(Math.max(LEAST_DEFAULT, 4 * (floor - SMALLEST)), Optional.empty());
        }
        if (wanted.get() >= floor) {
            return new MemoryChoice(wanted.get(), Optional.empty());
        }
        String shortage = MemorySize.format(wanted.get()) + " is less than the " + MemorySize.format(floor)
                + " that this image needs";
        if (wanted.get() < loaded.getAsLong() + BOOT) {
            // The boot loader would write beyond the end of memory, and no kernel would be there to say so.
            throw new FleetException(
                    Kind.INVALID, "too little memory: " + shortage + "\nGive it more, for example with -m 64M");
        }
        return new MemoryChoice(wanted.get(), Optional.of(shortage + "; it may not boot"));
    }
}
