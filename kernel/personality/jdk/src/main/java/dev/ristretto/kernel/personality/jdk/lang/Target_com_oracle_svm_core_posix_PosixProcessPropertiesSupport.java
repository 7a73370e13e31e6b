package dev.ristretto.kernel.personality.jdk.lang;

import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;

/** There are no links where the runtime looks for itself: a path is its own real path. */
@TargetClass(className = "com.oracle.svm.core.posix.PosixProcessPropertiesSupport")
final class Target_com_oracle_svm_core_posix_PosixProcessPropertiesSupport {
    private Target_com_oracle_svm_core_posix_PosixProcessPropertiesSupport() {}

    @Substitute
    protected static String realpath(String path) {
        return path;
    }
}
