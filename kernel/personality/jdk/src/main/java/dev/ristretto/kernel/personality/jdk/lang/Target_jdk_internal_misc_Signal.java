package dev.ristretto.kernel.personality.jdk.lang;

import com.oracle.svm.core.annotate.Alias;
import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;

/** Raises signals, and starts a thread for the handler of one. */
@TargetClass(className = "jdk.internal.misc.Signal")
final class Target_jdk_internal_misc_Signal {
    private Target_jdk_internal_misc_Signal() {}

    @Alias
    static native void dispatch(int number);

    @Alias
    public native int getNumber();

    @Substitute
    public static void raise(Target_jdk_internal_misc_Signal signal) {
        int number = signal.getNumber();
        if (!ProcessSignals.isSet(number)) {
            throw new IllegalArgumentException("Unhandled signal: " + signal);
        }
        ProcessSignals.raise(number);
    }
}
