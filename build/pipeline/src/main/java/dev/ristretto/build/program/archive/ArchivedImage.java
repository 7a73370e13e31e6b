package dev.ristretto.build.program.archive;

import dev.ristretto.build.BuildException;
import dev.ristretto.build.root.PreparedFile;
import dev.ristretto.image.model.ImageReport.FileShare;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * An image of containers: what {@code docker save} and {@code podman save} write, a tar archive of an OCI image layout,
 * or a folder that is one (OCI image specification 1.1). Immutable; the same archive gives the same.
 *
 * @param entrypoint what is started: an absolute path in the image, then arguments that it always has
 * @param arguments what comes behind, unless others are given
 * @param environment variables that the image names
 * @param directory the working directory
 * @param ports that it says it listens on, {@code 8080/tcp}
 * @param volumes paths that it says are to last
 * @param programBytes size of the file that is started
 * @param root its files, whose contents are in the folder for intermediate files
 * @param shares the files by layer, for people
 */
public record ArchivedImage(
        List<String> entrypoint,
        List<String> arguments,
        Map<String, String> environment,
        String directory,
        List<String> ports,
        List<String> volumes,
        long programBytes,
        PreparedFile.Folder root,
        List<FileShare> shares) {
    /** More than any image that somebody would want to start has. */
    private static final long MOST_BYTES = 64L << 30;

    private static final int MOST_SHOWN = 3;

    /** Copies lists and map. */
    public ArchivedImage {
        entrypoint = List.copyOf(entrypoint);
        arguments = List.copyOf(arguments);
        environment = Map.copyOf(environment);
        ports = List.copyOf(ports);
        volumes = List.copyOf(volumes);
        shares = List.copyOf(shares);
    }

    /** Whether a path is an archive (tar, which gzip may have compressed) or a layout. What is in it, is seen later. */
    public static boolean matches(Path path) {
        return Files.isDirectory(path)
                ? Files.isRegularFile(path.resolve("oci-layout")) && Files.isRegularFile(path.resolve("index.json"))
                : Files.isRegularFile(path) && TarContents.isTar(path);
    }

    /**
     * Reads one.
     *
     * @param shown the path as the user wrote it
     * @param path the same, absolute
     * @param main what to start of it in place of what the image says, if the user says it
     * @param work an existing folder for contents of files, which has to stay until they are packed
     * @param phases is told what is being done
     * @param notes is told what of the image is not kept, a line each
     * @throws BuildException if it is no image that can be run; the message says why and what to do
     * @throws InterruptedException if the calling thread is interrupted
     */
    public static ArchivedImage read(
            Path shown, Path path, Optional<String> main, Path work, Consumer<String> phases, Consumer<String> notes)
            throws IOException, InterruptedException {
        phases.accept("Reading the image");
        UnpackedBytes limit = new UnpackedBytes(MOST_BYTES);
        try (ArchiveContents contents = open(shown, path, work, limit)) {
            ImageChoice choice = ImageChoice.of(contents);
            LayerTree tree = new LayerTree();
            Path data = work.resolve("contents");
            unpack(contents, choice, tree, data, limit, phases, notes);
            ContainerConfiguration configuration = choice.configuration();
            ContainerStart start = ContainerStart.of(shown.toString(), configuration, main, tree);
            tellWhatIsNotKept(configuration, notes);
            LayerRoot root = LayerRoot.of(tree, data);
            return new ArchivedImage(
                    start.entrypoint(),
                    start.arguments(),
                    configuration.environment(),
                    configuration.directory(),
                    configuration.ports(),
                    configuration.volumes(),
                    start.programBytes(),
                    root.folder(),
                    root.shares(origins(choice), configuration.history()));
        } catch (ClosedByInterruptException e) {
            throw new InterruptedException();
        }
    }

    private static ArchiveContents open(Path shown, Path path, Path work, UnpackedBytes limit)
            throws IOException, InterruptedException {
        return Files.isDirectory(path) ? new FolderContents(shown, path) : TarContents.open(shown, path, work, limit);
    }

    private static void unpack(
            ArchiveContents contents,
            ImageChoice choice,
            LayerTree tree,
            Path data,
            UnpackedBytes limit,
            Consumer<String> phases,
            Consumer<String> notes)
            throws IOException, InterruptedException {
        List<LayerBlob> layers = choice.layers();
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(data))) {
            LayerReader reader = new LayerReader(contents, tree, out, limit);
            for (int i = 0; i < layers.size(); i++) {
                phases.accept("Unpacking layer " + (i + 1) + " of " + layers.size());
                reader.read(layers.get(i), choice.unpackedDigest(i));
            }
            List<String> left = reader.left();
            if (!left.isEmpty()) {
                notes.accept("Devices and pipes of the image are left out: "
                        + ArchiveNames.shown(String.join(", ", left.subList(0, Math.min(left.size(), MOST_SHOWN))))
                        + (left.size() > MOST_SHOWN ? " and " + (left.size() - MOST_SHOWN) + " more." : "."));
            }
        }
    }

    private static List<String> origins(ImageChoice choice) {
        return IntStream.range(0, choice.layers().size())
                .mapToObj(i -> choice.layers()
                        .get(i)
                        .digest()
                        .or(() -> choice.unpackedDigest(i))
                        .orElse(choice.layers().get(i).file()))
                .map(LayerBlob::shown)
                .toList();
    }

    private static void tellWhatIsNotKept(ContainerConfiguration configuration, Consumer<String> notes) {
        String user = configuration.user();
        if (!user.matches("|(root|0)(:.*)?")) {
            notes.accept("The image wants to run as user " + ArchiveNames.shown(user)
                    + "; it runs as root of the instance.");
        }
        String signal = configuration.stopSignal();
        if (!signal.matches("|(SIG)?TERM|15")) {
            notes.accept("The image wants to be stopped by " + ArchiveNames.shown(signal)
                    + "; what stops an instance is SIGTERM.");
        }
    }
}
