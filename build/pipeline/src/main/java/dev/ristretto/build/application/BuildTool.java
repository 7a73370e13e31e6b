package dev.ristretto.build.application;

import dev.ristretto.build.BuildException;
import dev.ristretto.build.EndedBySignal;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Runs a project's build tool, programs of a JDK and other tools as child processes. Thread-safe. */
public final class BuildTool {
    private static final int SHOWN_LINES = 10;
    private static final long PATIENCE_SECONDS = 2;

    /** What Maven adds to every failure. */
    private static final Pattern PHRASE =
            Pattern.compile("\\[ERROR] (-> \\[Help|To see the full|Re-run Maven|For more information|\\[Help).*");

    private final Map<String, String> environment;
    private final Path ours;
    private final Path log;
    private final Consumer<String> phases;

    /**
     * A tool.
     *
     * @param environment variables of the user, for the tool; they say what it runs on ({@link ProjectJdk})
     * @param ours the JDK that compiles ahead of time
     * @param log where the output goes
     * @param phases is told what is being done
     */
    public BuildTool(Map<String, String> environment, Path ours, Path log, Consumer<String> phases) {
        this.environment = environment;
        this.ours = ours;
        this.log = log;
        this.phases = phases;
    }

    /**
     * Builds a project in its folder on the user's JDK; on ours if the project turns out to need a later one than the
     * user's.
     *
     * @param name of the tool, for messages
     * @param command begins with a program that {@link #find} has found
     * @throws BuildException with the last lines of the tool's output if it fails, and the JDK that it ran on
     */
    void build(String name, List<String> command, Path project) throws InterruptedException {
        ProjectJdk jdk = ProjectJdk.of(environment, ours);
        phases.accept("Building the project with " + name + " and " + jdk);
        Optional<String> failure = execute(command, project, home(jdk.home()));
        if (failure.isPresent() && needsOurs(jdk)) {
            jdk = ProjectJdk.ours(ours);
            phases.accept("The project needs a later Java; building it again with " + jdk);
            failure = execute(command, project, home(jdk.home()));
        }
        if (failure.isPresent()) {
            throw new BuildException(failure.get() + System.lineSeparator() + "It ran on " + jdk + "." + remedy(jdk));
        }
    }

    private boolean needsOurs(ProjectJdk jdk) {
        int used = jdk.version().orElse(Integer.MAX_VALUE);
        int most = ProjectJdk.ours(ours).version().orElse(0);
        return JavaMismatch.in(output())
                .filter(mismatch -> mismatch.release() > used && mismatch.release() <= most)
                .isPresent();
    }

    private String remedy(ProjectJdk jdk) {
        return JavaMismatch.in(output())
                .map(JavaMismatch::release)
                .map(release -> " The project asks for Java " + release + ": set JAVA_HOME to a JDK that has it.")
                .orElse(jdk.origin().equals("JAVA_HOME") ? "" : " JAVA_HOME can name another JDK.");
    }

    /**
     * Runs a program of our own JDK and waits for it.
     *
     * @param program for example {@code javac}
     * @throws BuildException with the last lines of its output if it fails
     */
    void runOurs(String program, List<String> arguments, Path folder) throws InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(ours.resolve("bin").resolve(program).toString());
        command.addAll(arguments);
        Optional<String> failure = execute(command, folder, home(ours));
        if (failure.isPresent()) {
            throw new BuildException(failure.get());
        }
    }

    private static Map<String, String> home(Path jdk) {
        return Map.of("JAVA_HOME", jdk.toString());
    }

    /**
     * Runs a tool of the user's and waits for it.
     *
     * @param variables of its environment, besides the user's
     * @throws BuildException with the last lines of its output if it fails
     */
    public void run(List<String> command, Path folder, Map<String, String> variables) throws InterruptedException {
        Optional<String> failure = execute(command, folder, variables);
        if (failure.isPresent()) {
            throw new BuildException(failure.get());
        }
    }

    /**
     * The project's own wrapper script if there is one, else the tool from the search path.
     *
     * @throws BuildException if there is neither
     */
    String find(Path project, String wrapper, String installed) {
        for (Path folder = project; folder != null; folder = folder.getParent()) {
            Path script = folder.resolve(wrapper);
            if (Files.isExecutable(script)) {
                return script.toString();
            }
            if (Files.exists(folder.resolve(".git"))) {
                break;
            }
        }
        return onSearchPath(environment, installed)
                .map(Path::toString)
                .orElseThrow(() -> new BuildException(project + " is built with " + installed
                        + ", which is not installed. Install it, or build the project yourself and give the jar."));
    }

    /** A program of the user's search path; an empty entry, which stands for the working directory, has none. */
    public static Optional<Path> onSearchPath(Map<String, String> environment, String name) {
        return Stream.of(environment.getOrDefault("PATH", "").split(File.pathSeparator))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Interrupting the thread ends the program. What went wrong, if something did. */
    private Optional<String> execute(List<String> command, Path folder, Map<String, String> variables)
            throws InterruptedException {
        Process process;
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                    .redirectOutput(log.toFile());
            builder.environment().clear();
            builder.environment().putAll(environment);
            builder.environment().putAll(variables);
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
        if (status == 0) {
            return Optional.empty();
        }
        return Optional.of(command.getFirst() + " failed (status " + status + ") in " + folder + ":"
                + System.lineSeparator() + essential() + System.lineSeparator() + "Its output is in " + log);
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

    private String essential() {
        List<String> lines = output().lines()
                .filter(line -> !line.isBlank()
                        && !line.strip().equals("[ERROR]")
                        && !PHRASE.matcher(line).matches())
                .toList();
        List<String> errors =
                lines.stream().filter(line -> line.startsWith("[ERROR]")).toList();
        int reason = lines.indexOf("* What went wrong:");
        List<String> shown = errors;
        if (errors.isEmpty() && reason >= 0) {
            // Gradle's words; the compiler's come before them.
            shown = Stream.concat(
                            lines.subList(0, reason).stream().filter(line -> line.contains(": error: ")),
                            lines.subList(reason + 1, lines.size()).stream().takeWhile(line -> !line.startsWith("* ")))
                    .toList();
        } else if (errors.isEmpty()) {
            shown = lines.subList(Math.max(0, lines.size() - SHOWN_LINES), lines.size());
        }
        shown = shown.subList(0, Math.min(shown.size(), SHOWN_LINES));
        return String.join(System.lineSeparator(), shown);
    }

    private String output() {
        try {
            // What is no UTF-8 is not worth a failure of its own.
            return new String(Files.readAllBytes(log), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "(no output)";
        }
    }
}
