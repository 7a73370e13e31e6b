package dev.ristretto.build.reproducible.added.jvmci;

import dev.ristretto.build.reproducible.added.MethodOrder;
import jdk.vm.ci.meta.ResolvedJavaMethod;

/** Sorts the methods of a class, as the compiler sees them, by name and types. */
public final class CompilerMethodOrder {
    private CompilerMethodOrder() {}

    /** Sorts the array itself. */
    public static Object[] sorted(Object[] methods) {
        String[] names = new String[methods.length];
        for (int i = 0; i < methods.length; i++) {
            ResolvedJavaMethod method = (ResolvedJavaMethod) methods[i];
            names[i] = method.getName() + method.getSignature().toMethodDescriptor();
        }
        return MethodOrder.sorted(methods, names);
    }
}
