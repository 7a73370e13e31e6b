package dev.ristretto.build.pipeline;

import dev.ristretto.abi.CommandLine;
import dev.ristretto.build.BuildException;
import dev.ristretto.build.application.Application;
import dev.ristretto.build.root.AddedFiles;
import dev.ristretto.build.root.ImageRoot;
import dev.ristretto.build.root.PreparedFile;
import dev.ristretto.image.model.Image;
import dev.ristretto.image.model.ImageConfiguration;
import dev.ristretto.image.model.ImageName;
import dev.ristretto.image.model.ImageReport;
import dev.ristretto.image.store.ImageStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Puts a compiled kernel, the files of an image and its configuration into the store.
 *
 * @param application what was compiled
 * @param program that it runs, if it is one of Linux
 * @param added files that the user adds
 * @param work an existing folder for intermediate files
 */
record ImageAssembly(
        BuildRequest request,
        Application application,
        Optional<ProgramBuild> program,
        List<AddedFiles> added,
        Path work) {

    /** @param phases is told what is being done */
    Image store(ImageStore store, BuildCache.Entry entry, Consumer<String> phases) throws IOException {
        BuildOptions options = request.options();
        long programBytes = program.map(ProgramBuild::memoryBytes).orElse(0L);
        ImageReport report = entry.report()
                .configured(
                        options.bytes(OptionKey.MEMORY).orElse(entry.report().memoryFloorBytes() + programBytes),
                        options.asText());
        List<AddedFiles> all = new ArrayList<>();
        if (program.isPresent()) {
            phases.accept("Looking for the origin of files");
            report = report.withFiles(program.get().shares());
            all.addAll(program.get().files());
        }
        all.addAll(added);
        Optional<Path> root = root(all, phases);
        ImageConfiguration configuration = new ImageConfiguration(
                "amd64",
                application.mainClass(),
                program.map(ProgramBuild::entrypoint).orElse(List.of()),
                arguments(),
                environment(),
                joined(options.ports(), ProgramBuild::ports),
                report.memoryFloorBytes(),
                joined(options.volumes(), ProgramBuild::volumes));
        ImageName name = request.name().orElseGet(() -> ImageName.local(application.name(), ImageName.DEFAULT_TAG));
        Image image = store.put(name, entry.kernel(), entry.debug(), root, configuration, report);
        if (request.output().isPresent()) {
            export(store, image, request.output().get().toAbsolutePath());
        }
        return image;
    }

    private List<String> arguments() {
        List<String> given = request.options().all(OptionKey.ARGUMENT);
        return given.isEmpty() ? program.map(ProgramBuild::arguments).orElse(given) : given;
    }

    /** What the user says, then what is known of the program. */
    private List<String> joined(List<String> given, Function<ProgramBuild, List<String>> known) {
        return Stream.concat(given.stream(), program.map(known).stream().flatMap(List::stream))
                .distinct()
                .toList();
    }

    private Map<String, String> environment() {
        Map<String, String> environment = new TreeMap<>();
        application.properties().forEach((key, value) -> environment.put(CommandLine.PROPERTY + key, value));
        program.ifPresent(present -> environment.putAll(present.environment()));
        environment.putAll(request.options().environment());
        return environment;
    }

    private Optional<Path> root(List<AddedFiles> all, Consumer<String> phases) throws IOException {
        Optional<PreparedFile.Folder> base = program.flatMap(ProgramBuild::base);
        if (all.isEmpty() && base.isEmpty()) {
            return Optional.empty();
        }
        phases.accept("Packing files");
        Path target = work.resolve("root.erofs");
        ImageRoot.write(
                base,
                all,
                request.options().isTrue(OptionKey.REPRODUCIBLE, false)
                        ? OptionalLong.of(ImageRoot.REPRODUCIBLE_SECONDS)
                        : OptionalLong.empty(),
                target);
        return Optional.of(target);
    }

    private static void export(ImageStore store, Image image, Path output) throws IOException {
        if (Files.isDirectory(output)) {
            throw new BuildException("Cannot write " + output + ": it is a folder. Name a file.");
        }
        Path parent = output.getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        store.export(image, output);
    }
}
