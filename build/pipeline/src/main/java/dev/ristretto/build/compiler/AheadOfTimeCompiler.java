package dev.ristretto.build.compiler;

import dev.ristretto.build.BuildException;
import dev.ristretto.build.EndedBySignal;
import dev.ristretto.build.Installation;
import dev.ristretto.build.reproducible.ReproducibleJvm;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Compiles a class path to one relocatable object in another JVM: a child's, or that of a builder that stays, which has
 * compiled others before and is faster for it. About 3 GB of memory.
 *
 * <p>Interrupting the calling thread ends that JVM. It also ends by itself when this one vanishes.
 */
public final class AheadOfTimeCompiler {
    private static final List<String> JVM_VARIABLES =
            List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS", "CLASSPATH");
    private static final long PATIENCE_SECONDS = 10;

    private final Installation installation;
    private final Optional<Path> warmFolder;

    /**
     * A compiler of the given installation.
     *
     * @param warmFolder where a builder that stays has its socket; empty for a JVM of each program's own, as
     *     reproducible builds have in any case
     */
    public AheadOfTimeCompiler(Installation installation, Optional<Path> warmFolder) {
        this.installation = installation;
        this.warmFolder = warmFolder;
    }

    /** A phase of the compiler has begun: {@code step} of {@code steps}. */
    @FunctionalInterface
    public interface PhaseListener {
        /** Called on a thread of the compiler. */
        void phase(int step, int steps, String name);
    }

    /**
     * Compiles.
     *
     * @param folder an empty folder for intermediate files; the caller deletes it
     * @return the object file, inside the folder
     * @throws CompileException if the compiler refuses the program
     * @throws InterruptedException if the calling thread is interrupted; the child has ended then
     */
    public Path compile(CompileRequest request, Path folder, PhaseListener listener)
            throws IOException, InterruptedException {
        BuilderCommand command = new BuilderCommand(installation, request, folder);
        command.prepare();
        BuilderOutput output = new BuilderOutput(
                request.log(), new PhaseReader(phase -> listener.phase(phase.step(), phase.steps(), phase.name())));
        OptionalInt warm = request.reproducible() || warmFolder.isEmpty()
                ? OptionalInt.empty()
                : new WarmBuilderClient(warmFolder.get()).build(installation, command, output);
        boolean again = warm.isPresent() && warm.getAsInt() != 0 && BuilderLog.showsEarlierBuild(request.log());
        int status = warm.isPresent() && !again ? warm.getAsInt() : runAlone(command, request, output);
        if (EndedBySignal.is(status)) {
            throw new InterruptedException("the compiler was ended by a signal");
        }
        if (status != 0) {
            throw new CompileException(BuilderLog.reason(request.log(), status), request.log());
        }
        return object(folder, request.log());
    }

    /**
     * Ends a builder that stays, as soon as it has nothing to do.
     *
     * @param warmFolder where it has its socket
     */
    public static void endWarm(Path warmFolder) {
        new WarmBuilderClient(warmFolder).end();
    }

    private static int runAlone(BuilderCommand command, CompileRequest request, BuilderOutput output)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command.command())
                .directory(command.folder().toFile())
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        JVM_VARIABLES.forEach(builder.environment()::remove);
        if (request.reproducible()) {
            ReproducibleJvm.prepare(builder.environment());
        }
        builder.environment().put("LC_ALL", "C.UTF-8");
        Process process = builder.start();
        try {
            AtomicReference<@Nullable IOException> failure = new AtomicReference<>();
            Thread copier = Thread.ofVirtual().start(() -> {
                try (Reader reader = new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)) {
                    output.copy(reader);
                } catch (IOException e) {
                    // Nobody would empty the pipe any more and the child would wait forever.
                    process.destroyForcibly();
                    failure.set(e);
                }
            });
            int status = process.waitFor();
            copier.join();
            IOException failed = failure.get();
            if (failed != null) {
                throw failed;
            }
            return status;
        } finally {
            end(process);
        }
    }

    private static void end(Process process) {
        if (!process.isAlive()) {
            return;
        }
        process.destroyForcibly();
        boolean interrupted = Thread.interrupted();
        try {
            process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static Path object(Path folder, Path log) throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("object"))) {
            return files.filter(file -> file.endsWith("image.o"))
                    .findFirst()
                    .orElseThrow(() -> new BuildException(
                            "The ahead-of-time compiler ended without an object file; its log is in " + log));
        }
    }
}
