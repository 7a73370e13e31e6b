package dev.ristretto.kernel.personality.jdk.lang;

import com.oracle.svm.core.annotate.Alias;
import com.oracle.svm.core.annotate.TargetClass;

/** Starts a thread for the handler of a signal. */
@TargetClass(className = "jdk.internal.misc.Signal")
final class Target_jdk_internal_misc_Signal {
    private Target_jdk_internal_misc_Signal() {}

    @Alias
    static native void dispatch(int number);
}
