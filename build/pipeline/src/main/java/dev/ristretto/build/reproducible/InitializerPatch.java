package dev.ristretto.build.reproducible;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.util.Set;
import java.util.function.Consumer;

/** Changes the code that initializes a class. */
final class InitializerPatch {
    /** What is to be changed. */
    @FunctionalInterface
    interface Change {
        /** Writes what is to stand in an element's place; false, with nothing written, if it stays as it is. */
        boolean replace(CodeBuilder code, CodeElement element);
    }

    private InitializerPatch() {}

    /**
     * The class file with something else in the place of calls.
     *
     * @param owner whose methods are called
     * @param names which of them
     * @param instead writes what is to leave the same on the stack
     * @param missing what the class does not do if there is no such call, for the message
     * @throws IllegalStateException if there is none, so that the change has no effect
     */
    static byte[] replaceCalls(
            byte[] original, ClassDesc owner, Set<String> names, Consumer<CodeBuilder> instead, String missing) {
        return apply(
                original,
                (code, element) -> {
                    boolean meant = element instanceof InvokeInstruction call
                            && call.owner().asSymbol().equals(owner)
                            && names.contains(call.name().stringValue());
                    if (meant) {
                        instead.accept(code);
                    }
                    return meant;
                },
                missing);
    }

    /**
     * The changed class file.
     *
     * @param missing what the class does not do if there is nothing to change in it, for the message
     * @throws IllegalStateException if there is nothing to change, so that the change has no effect
     */
    static byte[] apply(byte[] original, Change change, String missing) {
        boolean[] found = new boolean[1];
        ClassFile file = ClassFile.of();
        var model = file.parse(original);
        byte[] patched = file.transformClass(
                model,
                ClassTransform.transformingMethodBodies(
                        method -> method.methodName().equalsString("<clinit>"), (code, element) -> {
                            if (change.replace(code, element)) {
                                found[0] = true;
                            } else {
                                code.with(element);
                            }
                        }));
        if (!found[0]) {
            throw new IllegalStateException(model.thisClass().asInternalName() + " of this JDK " + missing);
        }
        return patched;
    }
}
