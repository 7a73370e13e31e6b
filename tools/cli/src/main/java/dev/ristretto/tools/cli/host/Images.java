package dev.ristretto.tools.cli.host;

import dev.ristretto.build.Installation;
import dev.ristretto.build.application.Application;
import dev.ristretto.build.metadata.TracedMetadata;
import dev.ristretto.build.pipeline.BuildRequest;
import dev.ristretto.build.pipeline.Builder;
import dev.ristretto.image.store.ImageStore;
import dev.ristretto.tools.cli.terminal.Farewell;
import dev.ristretto.tools.cli.terminal.ProgressLine;
import java.nio.file.Files;
import java.nio.file.Path;

/** The images of the host: its store, and builds with progress on standard error. */
public final class Images {

    private final Host host;
    private final ImageStore store;

    public Images(Host host) {
        this.host = host;
        this.store = new ImageStore(host.dataFolder().resolve("images"));
    }

    public ImageStore store() {
        return store;
    }

    /** Builds an image, or finds that it has been built from the same input before. */
    public Builder.Result build(BuildRequest request) throws InterruptedException {
        Installation installation = Installation.at(host.requireHome());
        TracedMetadata.of(request.path())
                .ifPresent(traced ->
                        host.errors().println("ristretto: uses what 'ristretto trace' found, " + traced.file()));
        try (Farewell unused = Farewell.prepare(host.streams(), "interrupted; nothing is left of the build");
                ProgressLine progress = new ProgressLine(host.streams())) {
            return new Builder(installation, store, host.cacheFolder()).build(request, progress);
        }
    }

    /** Finds out what a build would run, and builds a project for that. */
    public Application find(BuildRequest request) throws InterruptedException {
        Installation installation = Installation.at(host.requireHome());
        try (Farewell unused = Farewell.prepare(host.streams(), "interrupted before the application was started");
                ProgressLine progress = new ProgressLine(host.streams())) {
            return new Builder(installation, store, host.cacheFolder()).find(request, progress);
        }
    }

    /** The agent that traces applications on HotSpot. */
    public Path tracer() {
        return Installation.tracer(host.requireHome());
    }

    /**
     * Whether an argument means a path rather than an image: it says so by its form, or no image has that name and a
     * file does.
     *
     * @param argument what was given on the command line
     */
    public boolean isPath(String argument) {
        boolean looksLikePath = argument.startsWith(".") || argument.startsWith("/") || argument.endsWith(".jar");
        return looksLikePath || (!store.contains(argument) && Files.exists(Path.of(argument)));
    }
}
