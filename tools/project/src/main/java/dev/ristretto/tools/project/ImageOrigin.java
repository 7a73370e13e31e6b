package dev.ristretto.tools.project;

import java.util.List;
import java.util.Optional;

/**
 * Where an image comes from: the store, or a build.
 *
 * @param at for messages
 * @param image its name; of a build the one to give it
 * @param build what to build, if anything
 */
public record ImageOrigin(SourcePosition at, Optional<String> image, Optional<Build> build) {

    /**
     * What to build.
     *
     * @param path a jar, a folder of classes or a project, as seen from the file's folder
     * @param module which of a project's modules
     * @param mainClass if it is not the one that the jar or project names
     * @param options as on the command line, {@code KEY=VALUE}
     */
    public record Build(String path, Optional<String> module, Optional<String> mainClass, List<String> options) {}
}
