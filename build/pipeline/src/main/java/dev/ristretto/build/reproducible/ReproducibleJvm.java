package dev.ristretto.build.reproducible;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Makes the compiler's JVM do the same things in the same order every time. Images contain identity hash codes, and
 * the order of much in them follows from hash codes, from the order in which classes are loaded, and from the
 * addresses of the JVM's own data.
 */
public final class ReproducibleJvm {
    /**
     * Hash codes come in sequence, one thread does all work while any other waits for it, collections happen after the
     * same allocations, and no verifier loads classes in the order in which it sees methods. The JVM keeps what it has
     * compiled and what it is about to compile: it would drop both by the clock, and what a method holds on to while
     * memory is collected depends on whether it is compiled.
     */
    private static final List<String> OPTIONS = List.of(
            "-XX:hashCode=3",
            "-XX:ActiveProcessorCount=1",
            "-Djava.util.concurrent.ForkJoinPool.common.parallelism=0",
            "-XX:+UseSerialGC",
            "-Xms2g",
            "-Xmn1500m",
            "-XX:SoftRefLRUPolicyMSPerMB=1000000",
            "-XX:CICompilerCount=1",
            "-XX:-UseDynamicNumberOfCompilerThreads",
            "-XX:-BackgroundCompilation",
            "-XX:-UseCodeCacheFlushing",
            "-XX:TieredCompileTaskTimeout=1000000000",
            "-XX:-UseCompressedClassPointers",
            "-XX:-UsePerfData",
            "-XX:+UnlockDiagnosticVMOptions",
            "-XX:-BytecodeVerificationRemote",
            "-Duser.home=/",
            "-Duser.name=ristretto");

    /** Neither progress bars nor a watchdog, which have threads of their own. */
    private static final List<String> IMAGE_OPTIONS =
            List.of("-H:-BuildOutputProgress", "-H:DeadlockWatchdogInterval=0");

    /** Runs a program without address space randomization; part of every Debian. */
    private static final Path SETARCH = Path.of("/usr/bin/setarch");

    private ReproducibleJvm() {}

    /** What stands before the JVM's command. */
    public static List<String> prefix() {
        return Files.isExecutable(SETARCH) ? List.of(SETARCH.toString(), "--addr-no-randomize") : List.of();
    }

    /**
     * Options of the JVM.
     *
     * @param folder a new folder for changed classes of the JDK, which the options refer to
     * @throws IllegalStateException if the running JDK's classes are not those that the changes are made for
     */
    public static List<String> options(Path folder) throws IOException {
        List<String> options = new ArrayList<>(OPTIONS);
        options.addAll(new OrderedModules(folder).write());
        return options;
    }

    /**
     * What the image builder's own module is to be patched with.
     *
     * @param builderModules its jars
     * @param folder a new folder for its changed classes
     * @throws IllegalStateException if its classes are not those that the changes are made for
     */
    public static Path builderPatch(List<Path> builderModules, Path folder) throws IOException {
        UntimedProgress.write(builderModules, folder);
        return folder;
    }

    /** Options of the image builder. */
    public static List<String> imageOptions() {
        return IMAGE_OPTIONS;
    }

    /**
     * Leaves nothing of the user's in the environment: its size moves what lies behind it on the stack and in memory.
     */
    public static void prepare(Map<String, String> environment) {
        environment.clear();
        // Every thread allocates in a region of its own.
        environment.put("MALLOC_ARENA_MAX", "64");
    }
}
