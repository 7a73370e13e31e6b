package dev.ristretto.tools.tracer;

import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.instrument.ClassFileTransformer;
import java.security.ProtectionDomain;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the classes that an application makes while it runs, such as proxies of its entities: an image, which cannot
 * make classes, takes them for those that it is asked to make under the same names. Thread-safe.
 */
final class GeneratedClasses implements ClassFileTransformer {
    /** Made anew by each JVM for its own purposes, or by an image's compiler. */
    private static final String LAMBDA = "$$Lambda";

    private static final String PROXY = "java/lang/reflect/Proxy";

    private static final List<String> MEMBERS =
            List.of("allDeclaredConstructors", "allDeclaredFields", "allDeclaredMethods", "unsafeAllocated");

    private final Findings findings;
    private final File folder;

    /** @param folder for class files; it is made when there is one */
    GeneratedClasses(Findings findings, File folder) {
        this.findings = findings;
        this.folder = folder;
    }

    @Override
    public byte @Nullable [] transform(
            Module module,
            @Nullable ClassLoader loader,
            @Nullable String className,
            @Nullable Class<?> redefined,
            ProtectionDomain domain,
            byte[] bytes) {
        if (className == null
                || redefined != null
                || loader == null
                || className.contains(LAMBDA)
                || Origins.isJdk(loader, module)) {
            return null;
        }
        boolean before = Observer.beginIgnoring();
        try {
            if (loader.getResource(className + ".class") == null && !isProxy(bytes)) {
                keep(className, bytes);
            }
        } catch (RuntimeException | IOException | LinkageError e) {
            // Then it is not kept. What an agent throws here is swallowed anyway.
            return null;
        } finally {
            Observer.endIgnoring(before);
        }
        return null;
    }

    private static boolean isProxy(byte[] bytes) {
        return ClassFile.of()
                .parse(bytes)
                .superclass()
                .filter(superclass -> superclass.asInternalName().equals(PROXY))
                .isPresent();
    }

    private void keep(String className, byte[] bytes) throws IOException {
        File file = new File(folder, className + ".class");
        File parent = file.getParentFile();
        if (!parent.isDirectory() && !parent.mkdirs() && !parent.isDirectory()) {
            throw new IOException("cannot make " + parent);
        }
        try (FileOutputStream out = new FileOutputStream(file)) {
            out.write(bytes);
        }
        String name = className.replace('/', '.');
        MEMBERS.forEach(members -> findings.add(new TracedUse(TracedUse.Kind.FLAG, name, members)));
        findings.add(new TracedUse(TracedUse.Kind.TYPE, name, ""));
    }
}
