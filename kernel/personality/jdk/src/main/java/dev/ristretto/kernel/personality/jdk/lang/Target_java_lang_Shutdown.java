package dev.ristretto.kernel.personality.jdk.lang;

import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import dev.ristretto.kernel.machine.power.Power;
import dev.ristretto.kernel.system.SystemInstance;

/** The end of the process, which is the end of the instance. */
@TargetClass(className = "java.lang.Shutdown")
final class Target_java_lang_Shutdown {
    private Target_java_lang_Shutdown() {}

    /** After all hooks, or in place of them: what was written to files outlasts Runtime.halt, as with Linux. */
    @Substitute
    static void halt0(int status) {
        SystemInstance.close();
        Power.off(status);
    }
}
