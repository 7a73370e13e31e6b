package dev.ristretto.kernel.machine.runtime;

import com.oracle.svm.core.jdk.RuntimeSupport;
import com.oracle.svm.core.os.CommittedMemoryProvider;
import dev.ristretto.kernel.machine.io.InstanceCounters;
import dev.ristretto.kernel.machine.messages.NullMessages;
import java.util.ServiceLoader;
import org.graalvm.nativeimage.ImageSingletons;
import org.graalvm.nativeimage.hosted.Feature;

/** Ties the kernel to the runtime while an image is built. */
public final class KernelFeature implements Feature {
    /** Before the runtime chooses for itself. */
    @Override
    public void afterRegistration(AfterRegistrationAccess access) {
        ImageSingletons.add(CommittedMemoryProvider.class, new HeapMemory());
        ImageSingletons.add(NullMessages.class, new NullMessages());
    }

    @Override
    public void beforeAnalysis(BeforeAnalysisAccess access) {
        RuntimeSupport runtime = RuntimeSupport.getRuntimeSupport();
        runtime.addStartupHook(new InstanceCounters.StartupHook());
        for (ApplicationLauncher launcher :
                ServiceLoader.load(ApplicationLauncher.class, ApplicationLauncher.class.getClassLoader())) {
            runtime.addInitializationHook(new LaunchHook(launcher, true));
            runtime.addStartupHook(new LaunchHook(launcher, false));
        }
    }
}
