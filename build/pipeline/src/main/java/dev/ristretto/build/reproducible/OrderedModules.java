package dev.ristretto.build.reproducible;

import java.io.IOException;
import java.io.InputStream;
import java.lang.constant.ClassDesc;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The changes to modules of the compiler's JVM that a reproducible build needs, made anew from the JDK's own classes.
 */
final class OrderedModules {
    private static final String JAVA_BASE = "java.base";
    private static final String JVMCI = "jdk.internal.vm.ci";
    private static final String PACKAGE = "dev/ristretto/build/reproducible/added/";
    private static final Map<String, List<String>> ADDED = Map.of(
            JAVA_BASE,
            List.of(
                    PACKAGE + "MethodOrder.class",
                    PACKAGE + "MethodOrder$ByName.class",
                    PACKAGE + "MethodOrder$Named.class",
                    PACKAGE + "PendingReferences.class"),
            JVMCI,
            List.of(PACKAGE + "jvmci/CompilerMethodOrder.class"));

    private final Path folder;

    /** @param folder for the changed classes */
    OrderedModules(Path folder) {
        this.folder = folder;
    }

    /**
     * Writes the changed classes.
     *
     * @return the options of the JVM that make use of them
     * @throws IllegalStateException if this JDK's classes are not those that the changes are made for
     */
    List<String> write() throws IOException {
        for (String name : FixedClock.CLASSES) {
            put(JAVA_BASE, name, FixedClock.patched(original(JAVA_BASE, name)));
        }
        for (Map.Entry<String, List<ClassDesc>> entry : EarlyClasses.CLASSES.entrySet()) {
            String name = entry.getKey();
            put(JAVA_BASE, name, EarlyClasses.patched(original(JAVA_BASE, name), entry.getValue()));
        }
        put(JAVA_BASE, ThreadlessPool.CLASS, ThreadlessPool.patched(original(JAVA_BASE, ThreadlessPool.CLASS)));
        put(JAVA_BASE, PromptReferences.CLASS, PromptReferences.patched(original(JAVA_BASE, PromptReferences.CLASS)));
        put(JAVA_BASE, MethodOrderHook.CLASS, MethodOrderHook.patchedClass(original(JAVA_BASE, MethodOrderHook.CLASS)));
        put(JVMCI, MethodOrderHook.JVMCI, MethodOrderHook.patchedJvmci(original(JVMCI, MethodOrderHook.JVMCI)));
        for (Map.Entry<String, List<String>> entry : ADDED.entrySet()) {
            for (String name : entry.getValue()) {
                put(entry.getKey(), name, added(name));
            }
        }
        return List.of(
                "--patch-module=" + JAVA_BASE + "=" + folder.resolve(JAVA_BASE),
                "--patch-module=" + JVMCI + "=" + folder.resolve(JVMCI),
                "--add-exports=" + JAVA_BASE + "/"
                        + PACKAGE.substring(0, PACKAGE.length() - 1).replace('/', '.') + "=" + JVMCI);
    }

    private static byte[] added(String name) throws IOException {
        try (InputStream added = OrderedModules.class.getClassLoader().getResourceAsStream(name)) {
            if (added == null) {
                throw new IllegalStateException("the class " + name + " is not beside " + OrderedModules.class);
            }
            return added.readAllBytes();
        }
    }

    private static byte[] original(String module, String name) throws IOException {
        return Files.readAllBytes(Path.of(URI.create("jrt:/" + module + "/" + name)));
    }

    private void put(String module, String name, byte[] content) throws IOException {
        Path target = folder.resolve(module).resolve(name);
        Files.createDirectories(target.resolveSibling("."));
        Files.write(target, content);
    }
}
