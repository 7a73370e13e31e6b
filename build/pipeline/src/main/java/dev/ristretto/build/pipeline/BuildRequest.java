package dev.ristretto.build.pipeline;

import dev.ristretto.image.model.ImageName;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What to build. Immutable.
 *
 * @param path a jar, a folder of classes or a project folder
 * @param module which module of a project, if the user names it
 * @param mainClass the class to run, if the user names it
 * @param name the image's name; by default that of the path with tag {@code latest}
 * @param output where to write the bootable file besides the store, if wanted
 * @param options of the build
 */
public record BuildRequest(
        Path path,
        Optional<String> module,
        Optional<String> mainClass,
        Optional<ImageName> name,
        Optional<Path> output,
        BuildOptions options) {
    /** A build of a path with everything by default. */
    public static BuildRequest of(Path path) {
        return new BuildRequest(
                path, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), BuildOptions.none());
    }
}
