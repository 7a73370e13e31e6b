package dev.ristretto.build.program;

import dev.ristretto.abi.CommandLine;
import dev.ristretto.abi.LinuxImage;
import dev.ristretto.build.program.archive.ArchivedImage;
import dev.ristretto.build.root.ImagePath;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Programs that somebody has packed as an image of containers. */
final class ContainerImages {
    private static final List<String> KEPT = List.of("PATH", "HOME");

    private ContainerImages() {}

    /** An image's program of an archive or a layout. */
    static Program of(ProgramSource source, Consumer<String> phases) throws IOException, InterruptedException {
        ArchivedImage image = ArchivedImage.read(
                source.shown(), source.path(), source.main(), source.work(), phases, source.warnings());
        ProgramFiles files = source.noFiles();
        files.begin(image.root(), image.shares());
        Map<String, String> environment = new TreeMap<>(SystemFiles.environment(image.directory()));
        // What people expect of containers, and no more.
        environment.keySet().retainAll(KEPT);
        environment.putAll(image.environment());
        environment.put(LinuxImage.DIRECTORY, image.directory());
        return new Program(
                "image of containers",
                image.entrypoint(),
                image.arguments(),
                environment,
                memory(image),
                image.ports(),
                volumes(image, source.warnings()),
                files);
    }

    /** As for programs of their own, by what the command names, since a script may start anything. */
    private static long memory(ArchivedImage image) {
        long least = Math.max(ElfPrograms.MEMORY, image.programBytes());
        return Stream.concat(image.entrypoint().stream(), image.arguments().stream())
                .map(word -> word.substring(word.lastIndexOf('/') + 1))
                .mapToLong(name -> name.matches("node(js)?|np[mx]|yarn")
                        ? NodePrograms.MEMORY
                        : name.matches("python[0-9.]*|gunicorn|uvicorn") ? PythonPrograms.MEMORY : least)
                .reduce(least, Math::max);
    }

    private static List<String> volumes(ArchivedImage image, Consumer<String> warnings) {
        List<String> fit = image.volumes().stream().filter(ImagePath::isValid).toList();
        if (fit.size() > CommandLine.MOST_VOLUMES) {
            warnings.accept("The image names " + fit.size() + " volumes; an instance has " + CommandLine.MOST_VOLUMES
                    + " at most.");
        }
        return fit;
    }
}
