package dev.ristretto.kernel.personality.jdk.resource;

import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import java.net.URL;

/** Tells where the code of all classes came from: the class path, where SubstrateVM would name a program's file. */
@TargetClass(className = "com.oracle.svm.core.jdk.ProtectionDomainSupport")
final class Target_com_oracle_svm_core_jdk_ProtectionDomainSupport {
    private Target_com_oracle_svm_core_jdk_ProtectionDomainSupport() {}

    @Substitute
    private static URL createExecutableURL() {
        return ClassPathLocation.of("", 0);
    }
}
