package dev.ristretto.kernel.machine.runtime;

import com.oracle.svm.core.NeverInline;
import com.oracle.svm.core.annotate.Alias;
import com.oracle.svm.core.annotate.AnnotateOriginal;
import com.oracle.svm.core.annotate.TargetClass;

/** The life of a virtual thread. */
@TargetClass(className = "java.lang.VirtualThread")
final class Target_java_lang_VirtualThread {
    private Target_java_lang_VirtualThread() {}

    /** Runs a task with all that belongs to a thread's end. */
    @Alias
    native void run(Runnable task);

    /** Gives the carrier up. Without memory for that a thread waits on its carrier: who parks it catches the error. */
    @AnnotateOriginal
    @NeverInline("An error thrown by code inlined into park would not be caught there, and a lock would wait for ever.")
    native boolean yieldContinuation();
}
