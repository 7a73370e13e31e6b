package dev.ristretto.build.metadata;

import dev.ristretto.build.application.ApplicationFinder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What runs of an application on HotSpot have found it to do by reflection, kept beside it: in the folder {@value
 * #IN_PROJECT} of a project, in {@code NAME.metadata} beside a jar or a folder of classes.
 *
 * @param file a {@code reachability-metadata.json} that exists
 */
public record TracedMetadata(Path file) {
    /** The folder's name within a project. */
    public static final String IN_PROJECT = "ristretto-metadata";

    private static final String FILE = "reachability-metadata.json";
    private static final String CLASSES = "classes";

    /** The folder for what is found about an application; it need not exist. */
    public static Path folder(Path application) {
        Path path = application.toAbsolutePath().normalize();
        return Files.isDirectory(path) && ApplicationFinder.needsPreparation(path)
                ? path.resolve(IN_PROJECT)
                : path.resolveSibling(path.getFileName() + ".metadata");
    }

    /** The file in such a folder, which the ahead-of-time compiler knows by its name. */
    public static Path file(Path folder) {
        return folder.resolve(FILE);
    }

    /** The folder in such a folder for classes that the application has made; it need not exist. */
    public static Path classes(Path folder) {
        return folder.resolve(CLASSES);
    }

    /** The classes that the application has made, and that its image shall hold. */
    public Optional<Path> classes() {
        Path classes = file.resolveSibling(CLASSES);
        return Files.isDirectory(classes) ? Optional.of(classes) : Optional.empty();
    }

    /** What has been found about an application. */
    public static Optional<TracedMetadata> of(Path application) {
        Path file = file(folder(application));
        return Files.isRegularFile(file) ? Optional.of(new TracedMetadata(file)) : Optional.empty();
    }

    /**
     * Hands it to the ahead-of-time compiler.
     *
     * @param target an empty folder, whose name is the same in every build of the same input
     * @throws dev.ristretto.build.BuildException if the file has another form
     */
    public MetadataArguments copyTo(Path target) throws IOException {
        ReachabilityMetadata metadata = ReachabilityMetadata.read(file);
        Files.write(file(target), metadata.json());
        ReachabilityMetadata.Count count = metadata.count();
        String note = "traced: " + count.resources() + " resources, " + count.bundles() + " bundles, " + count.types()
                + " types, " + count.proxies() + " proxies of " + file;
        return new MetadataArguments(
                List.of("-H:ConfigurationFileDirectories=" + target), List.of(), Set.of(), List.of(note));
    }
}
