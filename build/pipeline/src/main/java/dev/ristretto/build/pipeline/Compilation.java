package dev.ristretto.build.pipeline;

import dev.ristretto.abi.LinuxImage;
import dev.ristretto.abi.VolumePlace;
import dev.ristretto.build.BuildException;
import dev.ristretto.build.Installation;
import dev.ristretto.build.application.Application;
import dev.ristretto.build.application.ClassVersions;
import dev.ristretto.build.compiler.AheadOfTimeCompiler;
import dev.ristretto.build.compiler.CompileRequest;
import dev.ristretto.build.linker.ConstantFunctions;
import dev.ristretto.build.linker.Executable;
import dev.ristretto.build.linker.Linker;
import dev.ristretto.build.linker.MethodFrame;
import dev.ristretto.build.linker.RelocatableObject;
import dev.ristretto.build.metadata.EmbeddedMetadata;
import dev.ristretto.build.metadata.MetadataArguments;
import dev.ristretto.build.metadata.MetadataRepository;
import dev.ristretto.build.metadata.OutdatedSubstitutions;
import dev.ristretto.build.metadata.TracedMetadata;
import dev.ristretto.build.metadata.inference.InferredMetadata;
import dev.ristretto.build.report.ReportReader;
import dev.ristretto.build.reproducible.InputCopies;
import dev.ristretto.image.model.Digest;
import dev.ristretto.image.model.ImageReport;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One application compiled ahead of time and linked: class path in, bootable file and report out. */
final class Compilation {
    private static final String BOOT_OBJECT = "dev/ristretto/kernel/machine/boot.o";
    private static final int COMPILER_STEPS = 8;

    /** Of the module build/builder. */
    private static final String FEATURES = Stream.of(
                    "Report",
                    "Frames",
                    "StableNames",
                    "Providers",
                    "MemorySegments",
                    "Charsets",
                    "MissingFunctions",
                    "messages.NullMessages",
                    "allocation.AllocationFailures",
                    "Watchdog")
            .map(name -> "dev.ristretto.build.builder." + name + "Feature")
            .collect(Collectors.joining(","));

    private final Installation installation;
    private final Application application;
    private final Optional<TracedMetadata> traced;
    private final BuildOptions options;
    private final Path folder;
    private final Path log;
    private final Path warmFolder;

    /**
     * @param traced what runs of the application have found
     * @param folder an empty folder for intermediate files
     * @param log for the compiler's output
     * @param warmFolder of an image builder that stays
     */
    Compilation(
            Installation installation,
            Application application,
            Optional<TracedMetadata> traced,
            BuildOptions options,
            Path folder,
            Path log,
            Path warmFolder) {
        this.installation = installation;
        this.application = application;
        this.traced = traced;
        this.options = options;
        this.folder = folder;
        this.log = log;
        this.warmFolder = warmFolder;
    }

    /** @param cacheKey becomes the identity of the compiler's output */
    BuildCache.Entry run(String cacheKey, PhaseTimings timings, ProgressListener listener)
            throws IOException, InterruptedException {
        ClassVersions.check(application.classPath());
        boolean reproducible = options.isTrue(OptionKey.REPRODUCIBLE, false);
        InputCopies copies = new InputCopies(folder.resolve("input"));
        List<Path> classPath = reproducible ? copies.numbered("class-path", classPath()) : classPath();
        MetadataArguments metadata = metadata(classPath);
        RelocatableObject boot = RelocatableObject.read("boot.o", bootObject());
        List<String> functions = new ArrayList<>(boot.exports());
        functions.addAll(ConstantFunctions.names());
        Files.write(functions(), functions);
        AheadOfTimeCompiler compiler = new AheadOfTimeCompiler(
                reproducible ? copies.installation(installation) : installation,
                options.isTrue(OptionKey.WARM, true) ? Optional.of(warmFolder) : Optional.empty());
        AheadOfTimeCompiler.PhaseListener phases =
                (step, steps, name) -> listener.progress(timings.begin(name, step, steps));
        EarlyInitialization early = new EarlyInitialization(metadata, classPath);
        Path object = early.compile((arguments, number) ->
                compiler.compile(request(arguments, classPath, cacheKey), attemptFolder(number), phases));
        Files.writeString(
                log,
                String.join(System.lineSeparator(), early.arguments().notes()) + System.lineSeparator(),
                StandardCharsets.UTF_8,
                StandardOpenOption.APPEND);
        listener.progress(timings.begin("Linking", COMPILER_STEPS, COMPILER_STEPS));
        List<RelocatableObject> objects = List.of(boot, RelocatableObject.read(object));
        List<MethodFrame> frames = MethodFrame.read(frames());
        Executable executable =
                application.isLinux() ? Linker.linkForMachines(objects, frames) : Linker.link(objects, frames);
        ImageReport report = ReportReader.read(report(), executable, application.mainClass(), versions());
        return new BuildCache.Entry(executable.bytes(), executable.debugBytes(), report);
    }

    private CompileRequest request(MetadataArguments metadata, List<Path> classPath, String cacheKey) {
        List<String> compilerOptions = new ArrayList<>(metadata.options());
        compilerOptions.add(MetadataArguments.features(FEATURES));
        options.all(OptionKey.METADATA).forEach(path -> compilerOptions.add("-H:ConfigurationFileDirectories=" + path));
        compilerOptions.addAll(options.compilerOptions());
        Map<String, String> properties = new HashMap<>(Map.of(
                "ristretto.report", report().toString(),
                "ristretto.frames", frames().toString(),
                "ristretto.functions", functions().toString()));
        boolean linux = application.isLinux();
        properties.put(
                VolumePlace.SUPPORT_PROPERTY,
                Boolean.toString(linux || !options.volumes().isEmpty()));
        properties.put(
                VolumePlace.ROOT_PROPERTY,
                Boolean.toString(linux || !options.all(OptionKey.ADD_FILES).isEmpty()));
        if (linux) {
            properties.put(LinuxImage.PROPERTY, Boolean.TRUE.toString());
        }
        List<String> jvmArguments = new ArrayList<>(options.jvmArguments());
        for (String argument : metadata.jvmArguments()) {
            if (argument.startsWith("-D")) {
                String[] property = argument.substring(2).split("=", 2);
                properties.put(property[0], property.length > 1 ? property[1] : "");
            } else {
                jvmArguments.add(argument);
            }
        }
        return new CompileRequest(
                application.mainClass(),
                classPath,
                compilerOptions,
                jvmArguments,
                properties,
                metadata.modules().stream().sorted().toList(),
                options.isTrue(OptionKey.REPRODUCIBLE, false),
                identity(cacheKey),
                log);
    }

    private Path attemptFolder(int number) throws IOException {
        return number == 0 ? folder : Files.createDirectories(folder.resolve("attempt-" + number));
    }

    private Path report() {
        return folder.resolve("report.json");
    }

    private Path frames() {
        return folder.resolve("frames");
    }

    private Path functions() {
        return folder.resolve("functions");
    }

    private List<Path> classPath() throws IOException {
        List<Path> classPath = new ArrayList<>(application.classPath());
        Path plain = folder.resolve("plain");
        if (!OutdatedSubstitutions.remove(application.classPath(), installation.builderModules(), plain)
                .isEmpty()) {
            classPath.addFirst(plain);
        }
        traced.flatMap(TracedMetadata::classes).ifPresent(classPath::add);
        options.all(OptionKey.METADATA).stream()
                .map(path -> TracedMetadata.classes(Path.of(path)))
                .filter(Files::isDirectory)
                .forEach(classPath::add);
        installation.kernel().stream()
                .filter(entry -> !classPath.contains(entry))
                .forEach(classPath::add);
        return classPath;
    }

    private MetadataArguments metadata(List<Path> classPath) throws IOException {
        MetadataArguments embedded = EmbeddedMetadata.of(classPath);
        if (options.isTrue(OptionKey.INFER, true)) {
            Path inferred = Files.createDirectories(folder.resolve("inferred"));
            embedded = InferredMetadata.addTo(embedded, application, inferred);
        }
        if (traced.isPresent()) {
            embedded = embedded.and(traced.get().copyTo(Files.createDirectories(folder.resolve("traced"))));
        }
        if (installation.metadata().isEmpty() || !options.isTrue(OptionKey.METADATA_REPOSITORY, true)) {
            return embedded;
        }
        Path target = Files.createDirectories(folder.resolve("metadata"));
        return embedded.and(
                new MetadataRepository(installation.metadata().get()).extract(application.classPath(), target));
    }

    private byte[] bootObject() throws IOException {
        for (Path entry : installation.kernel()) {
            if (Files.isDirectory(entry)) {
                Path file = entry.resolve(BOOT_OBJECT);
                if (Files.exists(file)) {
                    return Files.readAllBytes(file);
                }
                continue;
            }
            try (FileSystem jar = FileSystems.newFileSystem(entry)) {
                Path file = jar.getPath(BOOT_OBJECT);
                if (Files.exists(file)) {
                    return Files.readAllBytes(file);
                }
            }
        }
        throw new BuildException("The installed kernel has no " + BOOT_OBJECT + "; run ./setup again.");
    }

    private Map<String, String> versions() throws IOException {
        Map<String, String> versions = new TreeMap<>();
        versions.put("java", Runtime.version().toString());
        installation.builderModules().stream()
                .map(jar -> String.valueOf(jar.getFileName()))
                .filter(name -> name.matches("svm-\\d.*\\.jar"))
                .forEach(name -> versions.put("compiler", name.substring("svm-".length(), name.length() - 4)));
        String own = Compilation.class.getPackage().getImplementationVersion();
        versions.put("ristretto", own == null ? "development" : own);
        return versions;
    }

    private static UUID identity(String digest) {
        ByteBuffer bytes = ByteBuffer.wrap(HexFormat.of().parseHex(Digest.hex(digest)));
        return new UUID(bytes.getLong(), bytes.getLong());
    }
}
