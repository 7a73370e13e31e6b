package dev.ristretto.kernel.personality.jdk.lang;

import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import org.jspecify.annotations.Nullable;

/** Makes no class of what a library has put together, but finds the one of that name. */
@TargetClass(className = "com.oracle.svm.core.hub.RuntimeClassLoading")
final class Target_com_oracle_svm_core_hub_RuntimeClassLoading {
    private Target_com_oracle_svm_core_hub_RuntimeClassLoading() {}

    @Substitute
    static Class<?> defineClass(
            ClassLoader loader,
            @Nullable String name,
            byte[] bytes,
            int offset,
            int length,
            Target_com_oracle_svm_core_hub_RuntimeClassLoading_ClassDefinitionInfo info) {
        return GeneratedClass.find(name);
    }

    @Substitute
    static RuntimeException throwNoBytecodeClasses(@Nullable String name) {
        throw GeneratedClass.unseen(name, null);
    }
}
