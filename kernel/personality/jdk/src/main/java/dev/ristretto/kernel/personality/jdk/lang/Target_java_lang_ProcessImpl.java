package dev.ristretto.kernel.personality.jdk.lang;

import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import java.io.IOException;

/** Starting processes, which an instance cannot. */
@TargetClass(className = "java.lang.ProcessImpl")
final class Target_java_lang_ProcessImpl {
    private Target_java_lang_ProcessImpl() {}

    @Substitute
    private static void init() {}

    @Substitute
    private int forkAndExec(
            int mode,
            byte[] helperPath,
            byte[] program,
            byte[] arguments,
            int argumentCount,
            byte[] environment,
            int environmentCount,
            byte[] folder,
            int[] descriptors,
            boolean redirectErrorStream)
            throws IOException {
        throw new IOException(
                "an instance runs one process and cannot start another: java.lang.ProcessImpl.forkAndExec");
    }
}
