package dev.ristretto.kernel.personality.jdk.lang;

import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;

/** The environment, which the kernel command line brings. */
@TargetClass(className = "java.lang.ProcessEnvironment")
final class Target_java_lang_ProcessEnvironment {
    private Target_java_lang_ProcessEnvironment() {}

    /** Names and values in turn. */
    @Substitute
    private static byte[][] environ() {
        return Environment.namesAndValues();
    }
}
