package dev.ristretto.build.reproducible;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Keeps the image builder from telling its progress each second or minute, for which it has threads beside the main
 * one: what they initialize and allocate comes in between at one time or another. Source: SubstrateVM 25.0.
 */
final class UntimedProgress {
    static final List<String> CLASSES = List.of(
            "com/oracle/svm/hosted/ProgressReporter$StagePrinter.class",
            "com/oracle/svm/hosted/NativeImageClassLoaderSupport$LoadClassHandler.class",
            "com/oracle/svm/hosted/ResourcesFeature$ResourceCollectorImpl.class");

    private static final ClassDesc EXECUTOR = ClassDesc.of("java.util.concurrent.ScheduledExecutorService");
    private static final String METHOD = "scheduleAtFixedRate";

    /** Of the module build/builder. */
    private static final ClassDesc NEVER = ClassDesc.of("dev.ristretto.build.builder.NeverScheduled");

    private UntimedProgress() {}

    /**
     * Writes the changed classes.
     *
     * @param builderModules the jars of the image builder
     * @param target a folder for them
     * @throws IllegalStateException if the builder's classes are not those that the changes are made for
     */
    static void write(List<Path> builderModules, Path target) throws IOException {
        for (String name : CLASSES) {
            Path file = target.resolve(name);
            Files.createDirectories(file.resolveSibling("."));
            Files.write(file, patched(original(builderModules, name)));
        }
    }

    private static byte[] original(List<Path> builderModules, String name) throws IOException {
        for (Path jar : builderModules) {
            try (ZipFile zip = new ZipFile(jar.toFile())) {
                ZipEntry entry = zip.getEntry(name);
                if (entry != null) {
                    try (InputStream in = zip.getInputStream(entry)) {
                        return in.readAllBytes();
                    }
                }
            }
        }
        throw new IllegalStateException("the image builder has no class " + name);
    }

    /** @throws IllegalStateException if the class does nothing by the clock */
    static byte[] patched(byte[] original) {
        boolean[] found = new boolean[1];
        ClassFile file = ClassFile.of();
        var model = file.parse(original);
        byte[] patched = file.transformClass(model, ClassTransform.transformingMethodBodies((code, element) -> {
            if (element instanceof InvokeInstruction call
                    && call.owner().asSymbol().equals(EXECUTOR)
                    && call.name().equalsString(METHOD)) {
                found[0] = true;
                MethodTypeDesc type = call.typeSymbol();
                code.invokestatic(NEVER, METHOD, type.insertParameterTypes(0, EXECUTOR));
            } else {
                code.with(element);
            }
        }));
        if (!found[0]) {
            throw new IllegalStateException(
                    model.thisClass().asInternalName() + " of this image builder does nothing by the clock");
        }
        return patched;
    }
}
