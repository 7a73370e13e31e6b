package dev.ristretto.kernel.machine.runtime;

import com.oracle.svm.core.jdk.RuntimeSupport;
import dev.ristretto.kernel.machine.io.InstanceCounters;
import org.graalvm.nativeimage.hosted.Feature;

/** Ties the kernel to the runtime while an image is built. */
public final class KernelFeature implements Feature {
    @Override
    public void beforeAnalysis(BeforeAnalysisAccess access) {
        RuntimeSupport.getRuntimeSupport().addStartupHook(new PowerButton.StartupHook());
        RuntimeSupport.getRuntimeSupport().addStartupHook(new InstanceCounters.StartupHook());
    }
}
