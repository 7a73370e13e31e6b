package dev.ristretto.build.builder;

import com.oracle.svm.hosted.DeadlockWatchdog;
import org.graalvm.nativeimage.hosted.Feature;

/**
 * Stops the watchdog, which ends the JVM when a build makes no progress for ten minutes, once only writing is left. The
 * image builder itself stops it after linking, which is not done here: it would go on in a JVM that stays.
 */
public final class WatchdogFeature implements Feature {
    /** Created by the image builder. */
    public WatchdogFeature() {}

    @Override
    public String getDescription() {
        return "Stops the watchdog of the build";
    }

    @Override
    public void beforeImageWrite(BeforeImageWriteAccess access) {
        DeadlockWatchdog.singleton().close();
    }
}
