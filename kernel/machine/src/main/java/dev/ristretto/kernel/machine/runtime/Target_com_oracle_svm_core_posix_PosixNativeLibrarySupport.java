package dev.ristretto.kernel.machine.runtime;

import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;

/** The JDK's native libraries are not there to be set up: {@code kernel.jdk} stands in for what they do. */
@TargetClass(className = "com.oracle.svm.core.posix.PosixNativeLibrarySupport")
final class Target_com_oracle_svm_core_posix_PosixNativeLibrarySupport {
    @Substitute
    public boolean initializeBuiltinLibraries() {
        return true;
    }
}
