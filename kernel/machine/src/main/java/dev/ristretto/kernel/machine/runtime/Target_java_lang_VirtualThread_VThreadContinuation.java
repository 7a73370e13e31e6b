package dev.ristretto.kernel.machine.runtime;

import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;

/** What the continuation of a virtual thread begins with. */
@TargetClass(className = "java.lang.VirtualThread", innerClass = "VThreadContinuation")
final class Target_java_lang_VirtualThread_VThreadContinuation {
    private Target_java_lang_VirtualThread_VThreadContinuation() {}

    @Substitute
    private static Runnable wrap(Target_java_lang_VirtualThread thread, Runnable task) {
        return new VirtualThreadBody(thread, task);
    }
}
