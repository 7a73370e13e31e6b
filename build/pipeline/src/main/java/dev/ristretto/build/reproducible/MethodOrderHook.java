package dev.ristretto.build.reproducible;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.HashSet;
import java.util.Set;

/**
 * Has what the JVM says about the methods of a class sorted by
 * {@link dev.ristretto.build.reproducible.added.MethodOrder}, in both places that ask it.
 */
final class MethodOrderHook {
    /** Of java.base. */
    static final String CLASS = "java/lang/Class.class";

    /** Of the module jdk.internal.vm.ci. */
    static final String JVMCI = "jdk/vm/ci/hotspot/CompilerToVM.class";

    private static final Set<String> NATIVE_OF_CLASS = Set.of("getDeclaredMethods0", "getDeclaredConstructors0");
    private static final Set<String> NATIVE_OF_JVMCI =
            Set.of("getDeclaredMethods", "getDeclaredConstructors", "getAllMethods");

    private static final ClassDesc ORDER = ClassDesc.of("dev.ristretto.build.reproducible.added.MethodOrder");
    private static final ClassDesc JVMCI_ORDER =
            ClassDesc.of("dev.ristretto.build.reproducible.added.jvmci.CompilerMethodOrder");
    private static final ClassDesc ARRAY = ConstantDescs.CD_Object.arrayType();

    private MethodOrderHook() {}

    /** @throws IllegalStateException if the class asks the JVM in another way */
    static byte[] patchedClass(byte[] original) {
        return patched(original, NATIVE_OF_CLASS, ORDER);
    }

    /** @throws IllegalStateException if the class asks the JVM in another way */
    static byte[] patchedJvmci(byte[] original) {
        return patched(original, NATIVE_OF_JVMCI, JVMCI_ORDER);
    }

    private static byte[] patched(byte[] original, Set<String> names, ClassDesc order) {
        Set<String> found = new HashSet<>();
        CodeTransform code = (builder, element) -> {
            builder.with(element);
            if (element instanceof InvokeInstruction call
                    && names.contains(call.name().stringValue())) {
                found.add(call.name().stringValue());
                builder.invokestatic(order, "sorted", MethodTypeDesc.of(ARRAY, ARRAY));
                builder.checkcast(call.typeSymbol().returnType());
            }
        };
        ClassFile file = ClassFile.of();
        var model = file.parse(original);
        byte[] patched = file.transformClass(
                model,
                ClassTransform.transformingMethodBodies(
                        method -> method.code().isPresent()
                                && method.code()
                                        .orElseThrow()
                                        .elementStream()
                                        .anyMatch(element -> element instanceof InvokeInstruction call
                                                && names.contains(call.name().stringValue())),
                        code));
        if (!found.equals(names)) {
            throw new IllegalStateException(model.thisClass().asInternalName() + " calls " + found + " of " + names);
        }
        return patched;
    }
}
