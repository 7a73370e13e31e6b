package dev.ristretto.build.compiler;

import dev.ristretto.build.Installation;
import dev.ristretto.build.reproducible.ReproducibleJvm;
import java.io.File;
import java.io.IOException;
import java.io.Writer;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.stream.Collectors;

/**
 * The command line of the image builder's JVM, the counterpart of what GraalVM's native-image launcher does. Source:
 * SubstrateVM 25.0, com.oracle.svm.driver.NativeImage.
 */
final class BuilderCommand {
    /** The image builder's module. */
    static final String MODULE = "org.graalvm.nativeimage.builder";

    private static final String MAIN = MODULE + "/dev.ristretto.build.builder.ColdBuilder";
    private static final long GIB = 1L << 30;

    /**
     * Options of every image: stop after the object file, take C structure layouts from files instead of a C compiler,
     * leave out what an image without processes, signals, containers and the classes of a JDK to compile against cannot
     * use; inline methods of twice the usual size, which costs an image of a server 5 % more room and saves it 12 % of
     * the time of a request.
     */
    private static final List<String> IMAGE_OPTIONS = List.of(
            "-H:+UnlockExperimentalVMOptions",
            "-H:+ExitAfterRelocatableImageWrite",
            "-H:+UseCAPCache",
            "-H:-CheckToolchain",
            "-H:CCompilerPath=/nonexistent",
            "-H:-UseContainerSupport",
            "-H:-InstallExitHandlers",
            "-H:-UseSystemLocale",
            "-H:ServiceLoaderFeatureExcludeServices=javax.tools.JavaCompiler,javax.tools.DocumentationTool",
            "-H:MaxNodesInTrivialMethod=40",
            "-H:MaxNodesInTrivialLeafMethod=80",
            "-H:+LocalizationOptimizedMode",
            "-H:-ReduceImplicitExceptionStackTraceInformation",
            "-H:+ReportExceptionStackTraces");

    /**
     * No counters in method handles: they count calls while the compiler runs, differ from build to build and would go
     * into the image, with the code that counts.
     */
    private static final List<String> METHOD_HANDLES = List.of(
            "-Djava.lang.invoke.MethodHandle.PROFILE_GWT=false",
            "-Djava.lang.invoke.MethodHandle.DONT_INLINE_THRESHOLD=-1",
            "-Djava.lang.invoke.MethodHandle.CUSTOMIZE_THRESHOLD=-1");

    /** What a JVM that runs once compiles better than this pays for itself too late. */
    private static final String QUICK_COMPILER = "-XX:TieredStopAtLevel=1";

    private static final List<String> ALONE = List.of(QUICK_COMPILER, "-XX:+UseParallelGC");

    /** Gives back the memory of a build when it is over. */
    private static final List<String> STAYING =
            List.of("-XX:+UseG1GC", "-XX:MinHeapFreeRatio=10", "-XX:MaxHeapFreeRatio=20");

    private final Installation installation;
    private final CompileRequest request;
    private final Path folder;

    /** @param folder an empty folder for the builder's files, among them the object */
    BuilderCommand(Installation installation, CompileRequest request, Path folder) {
        this.installation = installation;
        this.request = request;
        this.folder = folder;
    }

    /** Where the builder finds its input and leaves the object. */
    Path folder() {
        return folder;
    }

    /**
     * Writes what the builder reads: support files, {@code image-arguments}, each ended by a NUL, and for a builder
     * that stays {@code properties}, the system properties of this build.
     */
    void prepare() throws IOException {
        SupportFiles.writeLibraries(folder.resolve("libraries"));
        SupportFiles.writeLayouts(folder.resolve("layouts"));
        Files.createDirectories(folder.resolve("object"));
        Files.writeString(imageArgumentsFile(), String.join("\0", imageArguments()), StandardCharsets.UTF_8);
        Properties properties = new Properties();
        properties.putAll(request.properties());
        try (Writer writer = Files.newBufferedWriter(folder.resolve("properties"), StandardCharsets.UTF_8)) {
            properties.store(writer, null);
        }
    }

    /** The command line of a builder for this program alone, which lives no longer than this process. */
    List<String> command() throws IOException {
        List<String> arguments = jvmArguments(request.reproducible() ? List.of(QUICK_COMPILER) : ALONE);
        request.properties().forEach((key, value) -> arguments.add("-D" + key + "=" + value));
        Path jvmArguments = folder.resolve("jvm-arguments");
        writeArguments(jvmArguments, arguments);
        List<String> command = new ArrayList<>();
        if (request.reproducible()) {
            command.addAll(ReproducibleJvm.prefix());
        }
        command.addAll(List.of(
                installation.javaHome().resolve("bin/java").toString(),
                "@" + jvmArguments,
                "--module",
                MAIN,
                "--image-args-file=" + imageArgumentsFile()));
        if (!request.reproducible()) {
            // The builder ends itself when this file vanishes, that is, when this process is gone. A thread of its own
            // looks every second, which a reproducible build does without.
            command.addAll(
                    List.of("-keepalive", "/proc/" + ProcessHandle.current().pid() + "/comm"));
        }
        return command;
    }

    private Path imageArgumentsFile() {
        return folder.resolve("image-arguments");
    }

    /** Arguments of the JVM of a builder that stays: those of all programs but for what their libraries ask for. */
    List<String> jvmArgumentsToStay() throws IOException {
        return jvmArguments(STAYING);
    }

    private List<String> jvmArguments(List<String> kind) throws IOException {
        // The compiler and its Truffle interface replace modules of the same name in the JDK.
        List<Path> upgrade = installation.builderModules().stream()
                .filter(jar ->
                        fileName(jar).startsWith("compiler-") || fileName(jar).startsWith("truffle-compiler-"))
                .toList();
        List<Path> modules = installation.builderModules().stream()
                .filter(jar -> !fileName(jar).startsWith("compiler-"))
                .toList();
        String version = version(installation.builderModules());
        List<Path> patch = new ArrayList<>(installation.patch());
        if (request.reproducible()) {
            patch.add(ReproducibleJvm.builderPatch(installation.builderModules(), folder.resolve("builder-patch")));
        }
        List<String> added = new ArrayList<>(List.of("ALL-DEFAULT", "jdk.graal.compiler", MODULE));
        added.addAll(request.modules());
        List<String> arguments = new ArrayList<>(List.of(
                "--enable-native-access=" + MODULE,
                "-XX:+UnlockExperimentalVMOptions",
                "-XX:+EnableJVMCI",
                "-XX:-UseJVMCICompiler",
                "-Xmx" + maximumHeap(),
                "-Xss10m",
                "-Duser.language=en",
                "-Duser.country=US",
                "-Dfile.encoding=UTF-8",
                "-Dorg.graalvm.nativeimage.imagecode=buildtime",
                "-Djdk.vm.ci.services.aot=true",
                "-Dgraalvm.locatorDisabled=true",
                "-Dorg.graalvm.version=" + version,
                "-Dorg.graalvm.vendorversion=Ristretto",
                "-Dcom.oracle.graalvm.isaot=true",
                "-Dgraalvm.ForcePolyglotInvalid=true",
                "-Djava.system.class.loader=com.oracle.svm.hosted.NativeImageSystemClassLoader",
                "-Dsubstratevm.IgnoreGraalVersionCheck=true",
                "-Djava.lang.invoke.InnerClassLambdaMetafactory.initializeLambdas=false",
                "-Djdk.internal.lambda.disableEagerInitialization=true",
                "-Dsvm.modulesupport.addedModules=ALL-SYSTEM",
                "--add-modules=" + String.join(",", added),
                "--patch-module=" + MODULE + "=" + path(patch),
                "--upgrade-module-path=" + path(upgrade),
                "--module-path=" + path(modules)));
        arguments.addAll(METHOD_HANDLES);
        if (request.reproducible()) {
            arguments.addAll(ReproducibleJvm.options(folder.resolve("modules")));
        }
        arguments.addAll(kind);
        arguments.addAll(ModuleExports.arguments());
        arguments.addAll(request.jvmArguments());
        return arguments;
    }

    private List<String> imageArguments() {
        List<String> arguments = new ArrayList<>(List.of("-imagecp", path(request.classPath())));
        if (request.reproducible()) {
            arguments.addAll(ReproducibleJvm.imageOptions());
        }
        arguments.addAll(IMAGE_OPTIONS);
        arguments.addAll(List.of(
                "-H:Class=" + request.mainClass(),
                "-H:Name=image",
                "-H:Path=" + folder,
                "-H:ImageBuildID=" + request.buildId(),
                "-H:CLibraryPath=" + folder.resolve("libraries"),
                "-H:CAPCacheDir=" + folder.resolve("layouts"),
                "-H:TempDirectory=" + folder.resolve("object")));
        arguments.addAll(request.options());
        return arguments;
    }

    /** Three quarters of the machine's memory, at most 8 GiB; a large application needs about 4. */
    private static String maximumHeap() {
        long total = 4 * GIB;
        if (ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean machine) {
            total = machine.getTotalMemorySize();
        }
        return Math.clamp(total / 4 * 3, 2 * GIB, 8 * GIB) / (1 << 20) + "m";
    }

    private static String version(List<Path> jars) {
        return jars.stream()
                .map(BuilderCommand::fileName)
                .filter(name -> name.matches("svm-\\d.*\\.jar"))
                .map(name -> name.substring("svm-".length(), name.length() - ".jar".length()))
                .findFirst()
                .orElse("unknown");
    }

    private static String fileName(Path path) {
        return String.valueOf(path.getFileName());
    }

    private static String path(List<Path> entries) {
        return entries.stream()
                .map(entry -> entry.toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** Writes an argument file of the java launcher: backslash and quote escaped inside double quotes. */
    static void writeArguments(Path file, List<String> arguments) throws IOException {
        List<String> quoted = arguments.stream()
                .map(argument -> "\"" + argument.replace("\\", "\\\\").replace("\"", "\\\"") + "\"")
                .toList();
        Files.write(file, quoted, StandardCharsets.UTF_8);
    }
}
