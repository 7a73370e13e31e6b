package dev.ristretto.build.compiler;

import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The {@code --add-exports} and {@code --add-opens} that the image builder needs: it works on internals of the JDK,
 * which a GraalVM distribution opens to it and a stock JDK does not. Computed from the JDK's own module graph.
 */
final class ModuleExports {
    private static final String COMPILER_MODULES = String.join(
            ",",
            BuilderCommand.MODULE,
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
            "org.graalvm.collections");

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

    /** JVM arguments in a fixed order. */
    static List<String> arguments() {
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
        return arguments;
    }

    private static List<ModuleReference> sorted(ModuleFinder finder) {
        List<ModuleReference> modules = new ArrayList<>(finder.findAll());
        modules.sort((a, b) -> a.descriptor().name().compareTo(b.descriptor().name()));
        return modules;
    }
}
