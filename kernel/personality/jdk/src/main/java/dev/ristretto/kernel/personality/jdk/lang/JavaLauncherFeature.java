package dev.ristretto.kernel.personality.jdk.lang;

import com.oracle.svm.core.jdk.RuntimeSupport;
import org.graalvm.nativeimage.hosted.Feature;

/** Puts {@link JavaLauncher} into images. */
public final class JavaLauncherFeature implements Feature {
    /** Created by the ahead-of-time compiler. */
    public JavaLauncherFeature() {}

    @Override
    public String getDescription() {
        return "Starts the application as the java command would";
    }

    @Override
    public void beforeAnalysis(BeforeAnalysisAccess access) {
        RuntimeSupport.getRuntimeSupport().addInitializationHook(new JavaLauncher.Sizes());
        RuntimeSupport.getRuntimeSupport().addStartupHook(new JavaLauncher());
    }
}
