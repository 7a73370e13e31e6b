package dev.ristretto.kernel.machine.runtime;

import com.oracle.svm.core.annotate.Alias;
import com.oracle.svm.core.annotate.TargetClass;

/** Runs a task with all that belongs to a thread's end. */
@TargetClass(className = "java.lang.VirtualThread")
final class Target_java_lang_VirtualThread {
    private Target_java_lang_VirtualThread() {}

    @Alias
    native void run(Runnable task);
}
