package dev.ristretto.build.reproducible.added;

import jdk.internal.access.JavaLangRefAccess;
import jdk.internal.access.SharedSecrets;

/**
 * Lets a thread that asks a queue for cleared references see all that the last collection has cleared: another thread
 * puts them there, sooner or later, and tables that drop entries by such a queue would grow at one time or another.
 */
public final class PendingReferences {
    private static final String HANDLER = "Reference Handler";

    private PendingReferences() {}

    /** Waits until no cleared reference is on its way to its queue. */
    public static void await() {
        JavaLangRefAccess references = SharedSecrets.getJavaLangRefAccess();
        if (references == null || HANDLER.equals(Thread.currentThread().getName())) {
            return;
        }
        try {
            boolean waited = true;
            while (waited) {
                waited = references.waitForReferenceProcessing();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
