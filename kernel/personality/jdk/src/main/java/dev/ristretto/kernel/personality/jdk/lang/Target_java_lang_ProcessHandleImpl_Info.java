package dev.ristretto.kernel.personality.jdk.lang;

import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;

/** Nothing is known of processes beyond their number. */
@TargetClass(className = "java.lang.ProcessHandleImpl", innerClass = "Info")
final class Target_java_lang_ProcessHandleImpl_Info {
    private Target_java_lang_ProcessHandleImpl_Info() {}

    @Substitute
    private static void initIDs() {}

    @Substitute
    private void info0(long process) {}
}
