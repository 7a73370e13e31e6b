package dev.ristretto.build.pipeline;

import dev.ristretto.build.BuildException;
import dev.ristretto.build.Installation;
import dev.ristretto.build.application.Application;
import dev.ristretto.build.application.ApplicationFinder;
import dev.ristretto.build.application.Forewarnings;
import dev.ristretto.build.application.OpenedPackages;
import dev.ristretto.build.metadata.TracedMetadata;
import dev.ristretto.build.root.AddedFiles;
import dev.ristretto.image.model.Digest;
import dev.ristretto.image.model.Image;
import dev.ristretto.image.model.ImageReport;
import dev.ristretto.image.store.ImageStore;
import dev.ristretto.run.host.FileTrees;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Builds images: finds out what to run, compiles it ahead of time, links it with the kernel and stores the result. What
 * has been built before is taken from a cache. Thread-safe; builds may run at the same time, each takes about 3 GB.
 *
 * <p>Interrupting the building thread, or ending the JVM, ends child processes and removes intermediate files.
 */
public final class Builder {
    private static final long CACHE_BYTES = 1L << 30;
    private static final int MOST_LOGS = 20;
    private static final int SHORT_DIGEST = 12;
    private static final long CLEAN_UP_SECONDS = 5;

    private final Installation installation;
    private final ImageStore store;
    private final Path cache;

    /**
     * A builder.
     *
     * @param cache folder for results of earlier builds, logs and intermediate files
     */
    public Builder(Installation installation, ImageStore store, Path cache) {
        this.installation = installation;
        this.store = store;
        this.cache = cache.toAbsolutePath();
    }

    /**
     * What a build gave.
     *
     * @param image in the store
     * @param report what is inside
     * @param cached whether nothing had to be compiled
     */
    public record Result(Image image, ImageReport report, boolean cached) {}

    /**
     * Builds an image.
     *
     * @throws BuildException if it cannot be built; the message says why and what to do
     * @throws InterruptedException if the calling thread is interrupted; nothing is left behind then
     */
    public Result build(BuildRequest request, ProgressListener listener) throws InterruptedException {
        return inWorkFolder(request, listener, work -> build(request, listener, work));
    }

    /**
     * Finds out what to run, which is what a build begins with.
     *
     * @throws BuildException if it cannot be found out; the message says why and what to do
     * @throws InterruptedException if the calling thread is interrupted; nothing is left behind then
     */
    public Application find(BuildRequest request, ProgressListener listener) throws InterruptedException {
        if (ProgramBuild.matches(request)) {
            throw new BuildException(request.path() + " is no Java application; only those can be traced.");
        }
        return inWorkFolder(request, listener, work -> application(request, listener, work));
    }

    private interface Task<T> {
        T run(Path work) throws IOException, InterruptedException;
    }

    private <T> T inWorkFolder(BuildRequest request, ProgressListener listener, Task<T> task)
            throws InterruptedException {
        Thread hook = null;
        CountDownLatch cleaned = new CountDownLatch(1);
        try (WorkFolder work = workFolder(request, listener)) {
            hook = cleanUpAtExit(Thread.currentThread(), cleaned);
            return task.run(work.path());
        } catch (IOException e) {
            throw new BuildException("Cannot build " + request.path() + ": " + describe(e), e);
        } finally {
            cleaned.countDown();
            removeHook(hook);
        }
    }

    private WorkFolder workFolder(BuildRequest request, ProgressListener listener) throws IOException {
        Files.createDirectories(cache);
        new CacheFolder(cache).clear();
        return request.options().isTrue(OptionKey.REPRODUCIBLE, false)
                ? WorkFolder.steady(() -> listener.progress(BuildProgress.of("Waiting for another reproducible build")))
                : WorkFolder.temporary(cache);
    }

    private Result build(BuildRequest request, ProgressListener listener, Path work)
            throws IOException, InterruptedException {
        List<AddedFiles> added = request.options().all(OptionKey.ADD_FILES).stream()
                .map(AddedFiles::parse)
                .toList();
        Optional<ProgramBuild> program =
                ProgramBuild.matches(request) ? Optional.of(program(request, listener, work)) : Optional.empty();
        if (!added.isEmpty() && request.output().isPresent()) {
            throw new BuildException("--output writes the kernel alone, which would lack the files of --add-files."
                    + " Leave one of them out.");
        }
        Application application =
                program.isPresent() ? program.get().kernel(installation) : application(request, listener, work);
        FileDigests files = new FileDigests(cache.resolve("digests"));
        Optional<TracedMetadata> traced = program.isPresent() ? Optional.empty() : TracedMetadata.of(request.path());
        BuildOptions options =
                program.isPresent() ? request.options() : request.options().and(OpenedPackages.of(request.path()));
        String key = CacheKey.of(installation, application, traced, options, files);
        files.save();
        BuildCache results = new BuildCache(cache.resolve("builds"), CACHE_BYTES);
        Optional<BuildCache.Entry> known = results.find(key);
        BuildCache.Entry entry;
        if (known.isPresent()) {
            entry = known.get();
        } else {
            Forewarnings warnings = Forewarnings.of(application);
            if (program.isEmpty()) {
                warnings.lines().forEach(listener::warning);
            }
            FreeMemory.warning().ifPresent(listener::warning);
            Path log = log(application.name(), key);
            PhaseTimings timings = new PhaseTimings(cache.resolve("timings"), warnings.classes());
            entry = new Compilation(installation, application, traced, options, work, log, CacheFolder.warm(cache))
                    .run(key, timings, listener);
            results.put(key, entry);
            timings.end();
        }
        Image image = new ImageAssembly(request, application, program, added, work)
                .store(store, entry, phase -> listener.progress(BuildProgress.of(phase)));
        return new Result(image, store.report(image), known.isPresent());
    }

    private ProgramBuild program(BuildRequest request, ProgressListener listener, Path work)
            throws IOException, InterruptedException {
        String identity = identity(request);
        PreparedApplications prepared = new PreparedApplications(cache.resolve("prepared"));
        return ProgramBuild.of(
                request, installation, prepared.folder(identity), projectLog(request, identity), work, listener);
    }

    private static String identity(BuildRequest request) {
        Path path = request.path().toAbsolutePath().normalize();
        return Digest.hex(Digest.of(path.toString())).substring(0, SHORT_DIGEST);
    }

    private Path projectLog(BuildRequest request, String identity) throws IOException {
        Path path = request.path().toAbsolutePath().normalize();
        return logs().resolve("project-" + path.getFileName() + "-" + identity + ".log");
    }

    private Application application(BuildRequest request, ProgressListener listener, Path work)
            throws IOException, InterruptedException {
        Path path = request.path().toAbsolutePath().normalize();
        String identity = identity(request);
        PreparedApplications prepared = new PreparedApplications(cache.resolve("prepared"));
        ApplicationFinder finder = new ApplicationFinder(
                System.getenv(),
                installation.javaHome(),
                work,
                prepared.folder(identity),
                projectLog(request, identity),
                phase -> listener.progress(BuildProgress.of(phase)));
        if (!ApplicationFinder.needsPreparation(request.path())) {
            return finder.find(request.path(), request.module(), request.mainClass());
        }
        ProjectCache projects = new ProjectCache(cache.resolve("projects"));
        String state = projects.state(path, request.module(), request.mainClass());
        Optional<Application> known = projects.find(path, state);
        if (known.isPresent()) {
            return known.get();
        }
        prepared.makeRoom(identity);
        listener.progress(BuildProgress.of("Preparing the application"));
        Application application = finder.find(request.path(), request.module(), request.mainClass());
        projects.remember(path, state, application);
        return application;
    }

    private Path logs() throws IOException {
        return Files.createDirectories(cache.resolve("logs"));
    }

    private Path log(String name, String key) throws IOException {
        Path folder = logs();
        List<Path> old;
        try (Stream<Path> files = Files.list(folder)) {
            old = files.sorted(Comparator.comparing(FileTrees::modified).reversed())
                    .skip(MOST_LOGS)
                    .toList();
        }
        for (Path file : old) {
            Files.deleteIfExists(file);
        }
        return folder.resolve(name + "-" + Digest.hex(key).substring(0, SHORT_DIGEST) + ".log");
    }

    /** At the end of the JVM the building thread is interrupted and given time to clean up behind itself. */
    private static Thread cleanUpAtExit(Thread building, CountDownLatch cleaned) {
        Thread hook = new Thread(
                () -> {
                    building.interrupt();
                    try {
                        boolean done = cleaned.await(CLEAN_UP_SECONDS, TimeUnit.SECONDS);
                        if (!done) {
                            System.err.println("A build did not end in time; its intermediate files are left.");
                        }
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "clean up after a build");
        Runtime.getRuntime().addShutdownHook(hook);
        return hook;
    }

    private static void removeHook(@Nullable Thread hook) {
        try {
            if (hook != null) {
                Runtime.getRuntime().removeShutdownHook(hook);
            }
        } catch (IllegalStateException e) {
            // The JVM is ending, and this is what the hook waited for.
        }
    }

    private static String describe(IOException e) {
        return switch (e) {
            case NoSuchFileException missing -> "no such file: " + missing.getFile();
            case AccessDeniedException denied -> "no permission for " + denied.getFile();
            case FileSystemException failed
            when failed.getReason() != null -> failed.getFile() + ": " + failed.getReason();
            default -> e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        };
    }
}
