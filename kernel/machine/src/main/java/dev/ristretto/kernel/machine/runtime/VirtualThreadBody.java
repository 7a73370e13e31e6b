package dev.ristretto.kernel.machine.runtime;

import com.oracle.svm.core.NeverInline;
import com.oracle.svm.core.log.Log;

/**
 * What a virtual thread runs. An error that nobody catches ends the thread and is told to its handler; if that fails
 * too, as it may when there is no memory to print with, the runtime would end the instance. Here it ends the thread.
 */
final class VirtualThreadBody implements Runnable {
    private final Target_java_lang_VirtualThread thread;
    private final Runnable task;

    VirtualThreadBody(Target_java_lang_VirtualThread thread, Runnable task) {
        this.thread = thread;
        this.task = task;
    }

    @Override
    public void run() {
        try {
            runGuarded();
        } catch (Throwable e) {
            Log.log()
                    .string("a virtual thread has ended by ")
                    .string(e.getClass().getName())
                    .newline();
        }
    }

    @NeverInline("An error thrown by code inlined into run would not be caught there.")
    private void runGuarded() {
        thread.run(task);
    }
}
