package dev.ristretto.kernel.personality.jdk.net;

import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;

/** Whether the system's settings can name proxies, which is asked if {@code java.net.useSystemProxies} says so. */
@TargetClass(className = "com.oracle.svm.core.jdk.DefaultProxySelectorSystemProxiesAccessor")
final class Target_com_oracle_svm_core_jdk_DefaultProxySelectorSystemProxiesAccessor {
    private Target_com_oracle_svm_core_jdk_DefaultProxySelectorSystemProxiesAccessor() {}

    @Substitute
    private static boolean ensureInitialized() {
        return false;
    }
}
