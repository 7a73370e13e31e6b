package dev.ristretto.kernel.personality.jdk.lang;

import com.oracle.svm.core.annotate.TargetClass;

/** How a class would be made. */
@TargetClass(className = "com.oracle.svm.core.hub.RuntimeClassLoading", innerClass = "ClassDefinitionInfo")
final class Target_com_oracle_svm_core_hub_RuntimeClassLoading_ClassDefinitionInfo {
    private Target_com_oracle_svm_core_hub_RuntimeClassLoading_ClassDefinitionInfo() {}
}
