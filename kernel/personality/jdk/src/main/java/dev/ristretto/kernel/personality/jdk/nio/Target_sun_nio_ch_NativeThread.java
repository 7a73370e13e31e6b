package dev.ristretto.kernel.personality.jdk.nio;

import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;

/**
 * Getting a platform thread out of a blocking call. Here the pre-close of its descriptor wakes it, so a signal has
 * nothing to do; but the JDK pre-closes only for threads that have an identity.
 */
@TargetClass(className = "sun.nio.ch.NativeThread")
final class Target_sun_nio_ch_NativeThread {
    private Target_sun_nio_ch_NativeThread() {}

    @Substitute
    private static void init() {}

    @Substitute
    private static boolean supportPendingSignals0() {
        return false;
    }

    @Substitute
    private static long current0() {
        return Thread.currentThread().threadId();
    }

    @Substitute
    private static void signal0(long thread) {}
}
