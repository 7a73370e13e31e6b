package dev.ristretto.kernel.personality.jdk.lang;

import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;

/** The one user that an instance has, as in containers, and where it works. */
@TargetClass(className = "com.oracle.svm.core.posix.PosixSystemPropertiesSupport")
final class Target_com_oracle_svm_core_posix_PosixSystemPropertiesSupport {
    private Target_com_oracle_svm_core_posix_PosixSystemPropertiesSupport() {}

    @Substitute
    protected String userNameValue() {
        return "root";
    }

    @Substitute
    protected String userHomeValue() {
        return "/root";
    }

    @Substitute
    protected String userDirValue() {
        return "/";
    }
}
