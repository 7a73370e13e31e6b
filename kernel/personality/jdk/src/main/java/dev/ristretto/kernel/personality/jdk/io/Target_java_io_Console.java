package dev.ristretto.kernel.personality.jdk.io;

import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import java.io.Console;

/** The serial line of an instance is not a terminal: there is no {@link System#console()}. */
@TargetClass(Console.class)
final class Target_java_io_Console {
    private Target_java_io_Console() {}

    @Substitute
    private static int ttyStatus() {
        return 0;
    }
}
