package dev.ristretto.build.pipeline;

import dev.ristretto.abi.LinuxImage;
import dev.ristretto.build.BuildException;
import dev.ristretto.build.Installation;
import dev.ristretto.build.application.Application;
import dev.ristretto.build.application.BuildTool;
import dev.ristretto.build.program.Program;
import dev.ristretto.build.program.ProgramFinder;
import dev.ristretto.build.root.AddedFiles;
import dev.ristretto.build.root.PreparedFile;
import dev.ristretto.image.model.ImageReport.FileShare;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The image of an unmodified program of Linux: the kernel is an application ahead of time like any other, the same for
 * all programs, and the program is files and configuration.
 */
record ProgramBuild(String name, Program program, ProgramFinder finder) {

    /** Whether a request is for such an image. */
    static boolean matches(BuildRequest request) {
        return request.module().isEmpty() && ProgramFinder.matches(request.path());
    }

    /**
     * Finds and builds the program.
     *
     * @param kept a folder of its own for what can be made again; made if it is not there
     * @param log for the output of the program's tools
     * @param work an existing folder, which has to stay until the files are packed
     */
    static ProgramBuild of(
            BuildRequest request, Installation installation, Path kept, Path log, Path work, ProgressListener listener)
            throws IOException, InterruptedException {
        if (request.output().isPresent()) {
            throw new BuildException("--output writes the kernel alone, which would lack the program. Leave it out.");
        }
        if (installation.linux().isEmpty()) {
            throw new BuildException("The installation has no personality of Linux (folder linux); run ./setup again.");
        }
        Consumer<String> phases = phase -> listener.progress(BuildProgress.of(phase));
        Map<String, String> environment = System.getenv();
        Files.createDirectories(kept);
        // The oldest go, and this one is in use.
        Files.setLastModifiedTime(kept, FileTime.from(Instant.now()));
        ProgramFinder finder = new ProgramFinder(
                environment,
                new BuildTool(environment, installation.javaHome(), log, phases),
                log,
                kept,
                Files.createDirectories(work.resolve("program")),
                phases,
                listener::warning);
        Program program = finder.find(request.path(), request.mainClass());
        request.options().requireForProgram(program.kind());
        return new ProgramBuild(ProgramFinder.imageName(request.path()), program, finder);
    }

    /** What is compiled. */
    Application kernel(Installation installation) {
        return new Application(name, LinuxImage.MAIN_CLASS, installation.linux());
    }

    List<String> entrypoint() {
        return program.entrypoint();
    }

    List<String> arguments() {
        return program.arguments();
    }

    List<String> ports() {
        return program.ports();
    }

    List<String> volumes() {
        return program.volumes();
    }

    Map<String, String> environment() {
        return program.environment();
    }

    long memoryBytes() {
        return program.memoryBytes();
    }

    Optional<PreparedFile.Folder> base() {
        return program.files().base();
    }

    List<AddedFiles> files() {
        return program.files().added();
    }

    /** What is in the image and why. */
    List<FileShare> shares() {
        try {
            return finder.shares(program);
        } catch (IOException e) {
            throw new BuildException("A file of the program cannot be read any more: " + e.getMessage(), e);
        }
    }
}
