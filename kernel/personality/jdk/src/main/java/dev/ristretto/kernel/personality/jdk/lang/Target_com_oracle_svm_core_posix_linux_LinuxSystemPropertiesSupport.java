package dev.ristretto.kernel.personality.jdk.lang;

import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;

/** Says Linux, as Java code that asks os.name expects of what the JDK was built for. */
@TargetClass(className = "com.oracle.svm.core.posix.linux.LinuxSystemPropertiesSupport")
final class Target_com_oracle_svm_core_posix_linux_LinuxSystemPropertiesSupport {
    private Target_com_oracle_svm_core_posix_linux_LinuxSystemPropertiesSupport() {}

    @Substitute
    protected String osNameValue() {
        return "Linux";
    }

    @Substitute
    protected String osVersionValue() {
        return "6.0.0-ristretto";
    }

    @Substitute
    protected String javaLibraryPathValue() {
        return Environment.libraryPath();
    }
}
