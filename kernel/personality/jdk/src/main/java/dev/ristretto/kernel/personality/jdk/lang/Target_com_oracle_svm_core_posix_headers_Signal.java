package dev.ristretto.kernel.personality.jdk.lang;

import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;

/** How {@code sun.misc.Signal} raises a signal. */
@TargetClass(className = "com.oracle.svm.core.posix.headers.Signal")
final class Target_com_oracle_svm_core_posix_headers_Signal {
    private Target_com_oracle_svm_core_posix_headers_Signal() {}

    @Substitute
    public static int raise(int signal) {
        ProcessSignals.raise(signal);
        return 0;
    }
}
