package dev.ristretto.build.application;

import dev.ristretto.build.BuildException;
import dev.ristretto.build.EndedBySignal;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Runs a project's build tool as a child process. */
final class BuildTool {
    private static final int SHOWN_LINES = 10;
    private static final long PATIENCE_SECONDS = 2;

    private BuildTool() {}

    /** The project's own wrapper script if there is one, else the tool from the search path. */
    static String command(Path project, String wrapper, String installed) {
        for (Path folder = project; folder != null; folder = folder.getParent()) {
            Path script = folder.resolve(wrapper);
            if (Files.isExecutable(script)) {
                return script.toString();
            }
            if (Files.exists(folder.resolve(".git"))) {
                break;
            }
        }
        String search = System.getenv().getOrDefault("PATH", "");
        for (String folder : search.split(File.pathSeparator)) {
            if (!folder.isEmpty() && Files.isExecutable(Path.of(folder, installed))) {
                return installed;
            }
        }
        throw new BuildException(project + " is built with " + installed
                + ", which is not installed. Install it, or build" + " the project yourself and give the jar.");
    }

    /**
     * Runs a command in the project's folder with {@code JAVA_HOME} set and waits for it; interrupting the thread ends
     * it.
     *
     * @throws BuildException with the last lines of its output if it fails
     */
    static void run(List<String> command, Path project, Path javaHome, Path log) throws InterruptedException {
        Process process;
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(project.toFile())
                    .redirectErrorStream(true)
                    .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                    .redirectOutput(log.toFile());
            builder.environment().put("JAVA_HOME", javaHome.toString());
            process = builder.start();
        } catch (IOException e) {
            throw new BuildException("Cannot start " + command.getFirst() + ": " + e.getMessage(), e);
        }
        int status;
        try {
            status = process.waitFor();
        } finally {
            end(process);
        }
        if (EndedBySignal.is(status)) {
            // The terminal's interrupt key reaches the tool as well, and the tool may be the first to end.
            throw new InterruptedException(command.getFirst() + " was ended by a signal");
        }
        if (status != 0) {
            throw new BuildException(command.getFirst() + " failed (status " + status + ") in " + project + ":"
                    + System.lineSeparator() + essential(log) + System.lineSeparator() + "Its output is in " + log);
        }
    }

    /** Ends the tool and what it has started, and waits for that, so that nothing is written any more. */
    private static void end(Process process) {
        List<ProcessHandle> all = Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .toList();
        all.forEach(ProcessHandle::destroy);
        boolean interrupted = Thread.interrupted();
        for (ProcessHandle one : all) {
            try {
                one.onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            } catch (TimeoutException | ExecutionException e) {
                one.destroyForcibly();
            } catch (InterruptedException e) {
                interrupted = true;
                one.destroyForcibly();
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static String essential(Path log) {
        try {
            List<String> lines = Files.readAllLines(log, StandardCharsets.UTF_8).stream()
                    .filter(line -> !line.isBlank() && !line.strip().equals("[ERROR]"))
                    .toList();
            List<String> errors =
                    lines.stream().filter(line -> line.startsWith("[ERROR]")).toList();
            List<String> shown = errors.isEmpty()
                    ? lines.subList(Math.max(0, lines.size() - SHOWN_LINES), lines.size())
                    : errors.subList(0, Math.min(errors.size(), SHOWN_LINES));
            return shown.stream().collect(Collectors.joining(System.lineSeparator()));
        } catch (IOException e) {
            return "(no output)";
        }
    }
}
