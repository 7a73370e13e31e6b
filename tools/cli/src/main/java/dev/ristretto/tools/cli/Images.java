package dev.ristretto.tools.cli;

import dev.ristretto.build.Installation;
import dev.ristretto.build.pipeline.BuildRequest;
import dev.ristretto.build.pipeline.Builder;
import dev.ristretto.image.store.ImageStore;
import java.nio.file.Files;
import java.nio.file.Path;

/** The images of the host: its store, and builds with progress on standard error. */
final class Images {

    private final Host host;
    private final ImageStore store;

    Images(Host host) {
        this.host = host;
        this.store = new ImageStore(host.dataFolder().resolve("images"));
    }

    ImageStore store() {
        return store;
    }

    /** Builds an image, or finds that it has been built from the same input before. */
    Builder.Result build(BuildRequest request) throws InterruptedException {
        Installation installation = Installation.at(host.requireHome());
        try (ProgressLine progress = new ProgressLine(host.errors(), StandardStreams.errorsAreTerminal())) {
            return new Builder(installation, store, host.cacheFolder()).build(request, progress);
        }
    }

    /**
     * Whether an argument means a path rather than an image: it says so by its form, or no image has that name and a file does.
     *
     * @param argument what was given on the command line
     */
    boolean isPath(String argument) {
        boolean looksLikePath = argument.startsWith(".") || argument.startsWith("/") || argument.endsWith(".jar");
        return looksLikePath || (!store.contains(argument) && Files.exists(Path.of(argument)));
    }
}
