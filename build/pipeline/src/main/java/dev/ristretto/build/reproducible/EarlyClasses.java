package dev.ristretto.build.reproducible;

import java.lang.classfile.instruction.ReturnInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.List;
import java.util.Map;

/**
 * Lets classes of java.base initialize others when they are initialized themselves, which the main thread does first.
 * Without it threads on the side initialize them, each when it gets there, and a class's identity hash code is drawn
 * then.
 */
final class EarlyClasses {
    /**
     * Class files, and whom they initialize: for the thread that handles references, and for all that wait for
     * something.
     */
    static final Map<String, List<ClassDesc>> CLASSES = Map.of(
            "java/lang/ref/Reference.class",
            List.of(ClassDesc.of("jdk.internal.ref.Cleaner")),
            "java/lang/invoke/VarHandle.class",
            List.of(ClassDesc.of("java.lang.invoke.VarHandle$AccessDescriptor")),
            "java/util/concurrent/locks/AbstractQueuedSynchronizer.class",
            List.of(
                    ClassDesc.of("java.util.concurrent.locks.AbstractQueuedSynchronizer$ExclusiveNode"),
                    ClassDesc.of("java.util.concurrent.locks.AbstractQueuedSynchronizer$ConditionNode"),
                    ClassDesc.of("java.util.concurrent.locks.LockSupport"),
                    ClassDesc.of("java.lang.InterruptedException")));

    private static final ClassDesc UNSAFE = ClassDesc.of("jdk.internal.misc.Unsafe");
    private static final MethodTypeDesc INITIALIZE = MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_Class);

    private EarlyClasses() {}

    /** @throws IllegalStateException if the class of this JDK does nothing when it is initialized */
    static byte[] patched(byte[] original, List<ClassDesc> initialized) {
        return InitializerPatch.apply(
                original,
                (code, element) -> {
                    if (!(element instanceof ReturnInstruction)) {
                        return false;
                    }
                    initialized.forEach(type -> code.invokestatic(UNSAFE, "getUnsafe", MethodTypeDesc.of(UNSAFE))
                            .loadConstant(type)
                            .invokevirtual(UNSAFE, "ensureClassInitialized", INITIALIZE));
                    code.with(element);
                    return true;
                },
                "initializes nothing");
    }
}
