package dev.ristretto.image.compiler;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.instruction.InvokeInstruction;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A patch of java.base for the compiler's JVM: {@code Set.of} and {@code Map.of} iterate in an order that the JDK draws
 * anew, from the clock, for every JVM. With a fixed number in the clock's place the order is the same in every build.
 */
final class FixedIterationOrder {
    private static final String CLASS = "java/util/ImmutableCollections.class";
    private static final long SEED = 0x5eed_5eed_5eedL;

    private FixedIterationOrder() {}

    /**
     * Writes the changed class to a folder for {@code --patch-module}.
     *
     * @throws IllegalStateException if the class of this JDK does not read the clock, so that the patch has no effect
     */
    static void write(Path folder) throws IOException {
        byte[] original = Files.readAllBytes(Path.of(URI.create("jrt:/java.base/" + CLASS)));
        Path target = folder.resolve(CLASS);
        Files.createDirectories(target.resolveSibling("."));
        Files.write(target, patched(original));
    }

    static byte[] patched(byte[] original) {
        boolean[] found = new boolean[1];
        CodeTransform code = (builder, element) -> {
            if (element instanceof InvokeInstruction call
                    && call.owner().asInternalName().equals("java/lang/System")
                    && call.name().equalsString("nanoTime")) {
                found[0] = true;
                builder.loadConstant(SEED);
            } else {
                builder.with(element);
            }
        };
        ClassFile file = ClassFile.of();
        byte[] patched = file.transformClass(
                file.parse(original),
                ClassTransform.transformingMethodBodies(
                        method -> method.methodName().equalsString("<clinit>"), code));
        if (!found[0]) {
            throw new IllegalStateException(CLASS + " of this JDK does not draw its seed from System.nanoTime()");
        }
        return patched;
    }
}
