package dev.ristretto.kernel.personality.jdk.lang;

import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;

/** The runtime's part of {@code sun.misc.Signal}; it needs no thread of its own to wait for signals. */
@TargetClass(className = "com.oracle.svm.core.posix.PosixSignalHandlerSupport")
final class Target_com_oracle_svm_core_posix_PosixSignalHandlerSupport {
    private Target_com_oracle_svm_core_posix_PosixSignalHandlerSupport() {}

    @Substitute
    public long installJavaSignalHandler(int signal, long action) {
        return ProcessSignals.handle(signal, action);
    }

    @Substitute
    public void stopDispatcherThread() {}
}
