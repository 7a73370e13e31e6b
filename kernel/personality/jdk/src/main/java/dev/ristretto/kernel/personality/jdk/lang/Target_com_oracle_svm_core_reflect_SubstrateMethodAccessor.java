package dev.ristretto.kernel.personality.jdk.lang;

import com.oracle.svm.core.annotate.Alias;
import com.oracle.svm.core.annotate.TargetClass;
import org.jspecify.annotations.Nullable;

/** Calls a method by reflection. */
@TargetClass(className = "com.oracle.svm.core.reflect.SubstrateMethodAccessor")
final class Target_com_oracle_svm_core_reflect_SubstrateMethodAccessor {
    private Target_com_oracle_svm_core_reflect_SubstrateMethodAccessor() {}

    /** Calls it and none that overrides it; what it throws is in an {@code InvocationTargetException}. */
    @Alias
    native @Nullable Object invokeSpecial(Object receiver, Object[] arguments);
}
