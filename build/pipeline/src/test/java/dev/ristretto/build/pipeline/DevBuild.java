package dev.ristretto.build.pipeline;

import dev.ristretto.build.Installation;
import dev.ristretto.build.compiler.AheadOfTimeCompiler;
import dev.ristretto.build.compiler.CompileRequest;
import dev.ristretto.build.linker.Executable;
import dev.ristretto.build.linker.Linker;
import dev.ristretto.build.linker.RelocatableObject;
import dev.ristretto.build.metadata.EmbeddedMetadata;
import dev.ristretto.build.metadata.MetadataArguments;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Compiles and links without store or cache, for work on the kernel itself.
 *
 * <p>{@code --modules DIR --patch PATH --kernel PATH:PATH --app PATH:PATH --main CLASS --boot FILE.o --output FILE
 * [--work DIR] [--object FILE.o] [-H:...]}; with {@code --object} it only links.
 */
final class DevBuild {
    private DevBuild() {}

    public static void main(String[] args) throws Exception {
        List<Path> modules = new ArrayList<>();
        List<Path> patch = new ArrayList<>();
        List<Path> kernel = new ArrayList<>();
        List<Path> application = new ArrayList<>();
        List<Path> boot = new ArrayList<>();
        List<String> options = new ArrayList<>();
        List<String> jvm = new ArrayList<>();
        String main = "Hello";
        Path output = Path.of("image.elf");
        Path work = Files.createTempDirectory("ristretto-dev");
        Path object = null;
        boolean reproducible = false;
        for (int i = 0; i < args.length; i++) {
            switch (args[i]) {
                case "--modules" -> modules.addAll(jars(Path.of(args[++i])));
                case "--patch" -> patch.addAll(paths(args[++i]));
                case "--kernel" -> kernel.addAll(paths(args[++i]));
                case "--app" -> application.addAll(paths(args[++i]));
                case "--boot" -> boot.addAll(paths(args[++i]));
                case "--main" -> main = args[++i];
                case "--output" -> output = Path.of(args[++i]);
                case "--work" -> work = Path.of(args[++i]).toAbsolutePath();
                case "--object" -> object = Path.of(args[++i]);
                case "--reproducible" -> reproducible = true;
                case "--jvm" -> jvm.add(args[++i]);
                default -> options.add(args[i]);
            }
        }
        if (object == null) {
            Installation installation = new Installation(
                    Path.of(System.getProperty("java.home")), modules, patch, kernel, Optional.empty());
            List<Path> classPath = new ArrayList<>(kernel);
            classPath.addAll(application);
            MetadataArguments metadata = EmbeddedMetadata.of(classPath);
            options.addAll(0, metadata.options());
            jvm.addAll(metadata.jvmArguments());
            Path log = work.resolve("build.log");
            Files.createDirectories(work);
            System.out.println("log: " + log);
            long start = System.nanoTime();
            object = new AheadOfTimeCompiler(installation, Optional.empty())
                    .compile(
                            new CompileRequest(
                                    main,
                                    classPath,
                                    options,
                                    jvm,
                                    Map.of(),
                                    List.copyOf(metadata.modules()),
                                    reproducible,
                                    new UUID(1, 2),
                                    log),
                            work,
                            (step, steps, name) -> System.out.printf(
                                    "%5.1f s  [%d/%d] %s%n", (System.nanoTime() - start) / 1e9, step, steps, name));
            System.out.printf("%5.1f s  compiled %s%n", (System.nanoTime() - start) / 1e9, object);
        }
        List<RelocatableObject> objects = new ArrayList<>();
        for (Path path : boot) {
            objects.add(RelocatableObject.read(path));
        }
        objects.add(RelocatableObject.read(object));
        Executable executable = Linker.link(objects, List.of());
        Files.write(output, executable.bytes());
        System.out.println(output + ": " + executable.bytes().length + " bytes, loaded " + executable.loadedBytes());
        System.out.println("parts: " + executable.partBytes() + ", symbols " + executable.symbolBytes());
        System.out.println("missing natives: " + executable.missingNatives());
        System.out.println("missing functions: " + executable.missingFunctions());
    }

    private static List<Path> paths(String value) {
        return Arrays.stream(value.split(File.pathSeparator)).map(Path::of).toList();
    }

    private static List<Path> jars(Path folder) throws Exception {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
        }
    }
}
