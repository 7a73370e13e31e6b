package dev.ristretto.build.compiler;

import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The {@code --add-exports} and {@code --add-opens} that the image builder needs: it works on internals of the JDK,
 * which a GraalVM distribution opens to it and a stock JDK does not. Computed from the JDK's own module graph.
 */
final class ModuleExports {
    private static final String BUILDER = "org.graalvm.nativeimage.builder";

    private static final String CLASS_PATH = "ALL-UNNAMED";

    private static final String COMPILER_MODULES = String.join(
            ",",
            BUILDER,
            "org.graalvm.nativeimage",
            "org.graalvm.nativeimage.base",
            "org.graalvm.nativeimage.pointsto",
            "org.graalvm.nativeimage.objectfile",
            "org.graalvm.nativeimage.configure",
            "org.graalvm.nativeimage.libgraal",
            "org.graalvm.truffle.compiler",
            "jdk.graal.compiler",
            "org.graalvm.espresso.shared.svm",
            "org.graalvm.word",
            "org.graalvm.collections",
            CLASS_PATH);

    /** JDK modules whose internals the builder substitutes or reads, besides all {@code java.*}. */
    private static final Set<String> JDK_MODULES = Set.of(
            "jdk.crypto.cryptoki",
            "jdk.crypto.ec",
            "jdk.httpserver",
            "jdk.incubator.vector",
            "jdk.internal.jvmstat",
            "jdk.internal.vm.ci",
            "jdk.jartool",
            "jdk.jfr",
            "jdk.management",
            "jdk.management.agent",
            "jdk.net",
            "jdk.sctp",
            "jdk.security.auth",
            "jdk.zipfs");

    private ModuleExports() {}

    /**
     * JVM arguments in a fixed order.
     *
     * @param builderModules the compiler's jars
     * @param forClassPath whether the class path, where the kernel lies, is let in too; the image has open modules then
     */
    static List<String> arguments(List<Path> builderModules, boolean forClassPath) {
        List<String> all = arguments(builderModules);
        return forClassPath
                ? all
                : all.stream()
                        .filter(argument -> !argument.endsWith("=" + CLASS_PATH))
                        .map(argument -> argument.replace("," + CLASS_PATH, ""))
                        .toList();
    }

    private static List<String> arguments(List<Path> builderModules) {
        List<String> arguments = new ArrayList<>();
        for (ModuleReference module : sorted(ModuleFinder.ofSystem())) {
            String name = module.descriptor().name();
            if (!name.startsWith("java.") && !JDK_MODULES.contains(name)) {
                continue;
            }
            boolean opened = name.equals("java.base") || name.equals("jdk.internal.vm.ci");
            for (String packageName : new TreeSet<>(module.descriptor().packages())) {
                arguments.add("--add-exports=" + name + "/" + packageName + "=" + COMPILER_MODULES);
                if (opened) {
                    arguments.add("--add-opens=" + name + "/" + packageName + "=" + COMPILER_MODULES);
                }
            }
        }
        // The kernel is written against SubstrateVM's internals; it comes on the image's class path.
        ModuleFinder.of(builderModules.toArray(Path[]::new))
                .find(BUILDER)
                .ifPresent(builder -> new TreeSet<>(builder.descriptor().packages())
                        .stream()
                                .filter(name -> name.equals("com.oracle.svm.core")
                                        || name.startsWith("com.oracle.svm.core.")
                                        || name.equals("com.oracle.svm.util"))
                                .forEach(name ->
                                        arguments.add("--add-exports=" + BUILDER + "/" + name + "=ALL-UNNAMED")));
        arguments.add("--add-exports=jdk.graal.compiler/jdk.graal.compiler.word=ALL-UNNAMED");
        return arguments;
    }

    private static List<ModuleReference> sorted(ModuleFinder finder) {
        List<ModuleReference> modules = new ArrayList<>(finder.findAll());
        modules.sort((a, b) -> a.descriptor().name().compareTo(b.descriptor().name()));
        return modules;
    }
}
