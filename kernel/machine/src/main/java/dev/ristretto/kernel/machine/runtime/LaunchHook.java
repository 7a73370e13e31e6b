package dev.ristretto.kernel.machine.runtime;

import com.oracle.svm.core.jdk.RuntimeSupport;

/**
 * One step of a launcher.
 *
 * @param early whether it is the first
 */
record LaunchHook(ApplicationLauncher launcher, boolean early) implements RuntimeSupport.Hook {
    @Override
    public void execute(boolean isFirstIsolate) {
        if (early) {
            launcher.prepare();
        } else {
            launcher.launch();
        }
    }
}
