package dev.ristretto.kernel.personality.jdk.nio;

import java.util.function.BooleanSupplier;
import jdk.internal.access.JavaLangRefAccess;
import jdk.internal.access.SharedSecrets;

/** What comes before direct buffers are refused: those that nobody has any more are freed, as {@code java.nio} does. */
final class DirectMemory {
    /** The pauses between are of 1, 2, 4, ... milliseconds, half a second together. */
    private static final int TRIES = 9;

    private DirectMemory() {}

    /** Whether an attempt succeeds, at once or with what a collection frees. */
    static boolean reserve(BooleanSupplier attempt) {
        if (attempt.getAsBoolean()) {
            return true;
        }
        JavaLangRefAccess references = SharedSecrets.getJavaLangRefAccess();
        boolean interrupted = false;
        boolean done = false;
        System.gc();
        for (int i = 0; i < TRIES && !done; i++) {
            try {
                if (!references.waitForReferenceProcessing()) {
                    Thread.sleep(1L << i);
                }
            } catch (InterruptedException e) {
                interrupted = true;
            }
            done = attempt.getAsBoolean();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return done;
    }
}
