package dev.ristretto.build.reproducible;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.MethodModel;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;

/**
 * Has whoever polls a queue of references wait for those that the collector has cleared and another thread has not put
 * there yet. Source: JDK 25, java.lang.ref.ReferenceQueue.poll.
 */
final class PromptReferences {
    static final String CLASS = "java/lang/ref/ReferenceQueue.class";

    private static final ClassDesc PENDING = ClassDesc.of("dev.ristretto.build.reproducible.added.PendingReferences");

    private PromptReferences() {}

    /** @throws IllegalStateException if the class of this JDK has no such method */
    static byte[] patched(byte[] original) {
        ClassFile file = ClassFile.of();
        var model = file.parse(original);
        if (model.methods().stream().noneMatch(PromptReferences::isPoll)) {
            throw new IllegalStateException(model.thisClass().asInternalName() + " of this JDK has no method poll");
        }
        return file.transformClass(
                model, ClassTransform.transformingMethodBodies(PromptReferences::isPoll, new CodeTransform() {
                    @Override
                    public void atStart(CodeBuilder code) {
                        code.invokestatic(PENDING, "await", MethodTypeDesc.of(ConstantDescs.CD_void));
                    }

                    @Override
                    public void accept(CodeBuilder code, CodeElement element) {
                        code.with(element);
                    }
                }));
    }

    private static boolean isPoll(MethodModel method) {
        return method.methodName().equalsString("poll");
    }
}
