package dev.ristretto.kernel.personality.jdk.resource;

import com.oracle.svm.core.annotate.Alias;
import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import java.net.MalformedURLException;
import java.net.URL;
import org.jspecify.annotations.Nullable;

/** Gives resources of the class path locations that programs know from HotSpot, those of folders. */
@TargetClass(className = "com.oracle.svm.core.jdk.Resources")
final class Target_com_oracle_svm_core_jdk_Resources {
    private Target_com_oracle_svm_core_jdk_Resources() {}

    @Alias
    private static native @Nullable String moduleName(@Nullable Module module);

    @Substitute
    private static URL createURL(@Nullable Module module, String name, int place) {
        String host = moduleName(module);
        if (host == null) {
            return ClassPathLocation.of(name, place);
        }
        try {
            return new URL("resource", host, -1, "/" + name + (place == 0 ? "" : "#" + place));
        } catch (MalformedURLException e) {
            throw new IllegalStateException(e);
        }
    }
}
