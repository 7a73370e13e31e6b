package dev.ristretto.build.compiler;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/**
 * What to compile.
 *
 * @param mainClass binary name of the class with the main method
 * @param classPath jars and folders of the application and the kernel
 * @param options further image builder options ({@code -H:...}), in order
 * @param jvmArguments further arguments of the compiler's own JVM
 * @param properties system properties of the compiler's own JVM
 * @param modules names of JDK modules that must be there besides the default ones
 * @param reproducible whether the same input must give the same object bit for bit, at the cost of time
 * @param buildId identifies the build; derived from its inputs
 * @param log where the compiler's complete output goes
 */
public record CompileRequest(
        String mainClass,
        List<Path> classPath,
        List<String> options,
        List<String> jvmArguments,
        Map<String, String> properties,
        List<String> modules,
        boolean reproducible,
        UUID buildId,
        Path log) {
    /** Copies the lists. */
    public CompileRequest {
        classPath = List.copyOf(classPath);
        options = List.copyOf(options);
        jvmArguments = List.copyOf(jvmArguments);
        // In the same order every time.
        properties = Collections.unmodifiableMap(new TreeMap<>(properties));
        modules = List.copyOf(modules);
    }
}
