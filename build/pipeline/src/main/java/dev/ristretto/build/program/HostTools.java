package dev.ristretto.build.program;

import dev.ristretto.build.BuildException;
import dev.ristretto.build.application.BuildTool;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The tools of this host: compilers, package managers and the runtimes of languages, as the user has them. */
final class HostTools {
    /** What package of Debian has a tool. */
    private static final Map<String, String> PACKAGES = Map.of(
            "node", "nodejs",
            "npm", "npm",
            "python3", "python3",
            "go", "golang-go",
            "cargo", "cargo",
            "cmake", "cmake",
            "make", "make",
            "gcc", "gcc",
            "g++", "g++");

    private static final int LONGEST_ANSWER = 64 << 20;

    private final Map<String, String> environment;
    private final BuildTool tool;
    private final Path log;
    private final Consumer<String> phases;

    /**
     * The tools of a user.
     *
     * @param environment variables of the user, {@code PATH} among them
     * @param tool runs them
     * @param log where their output goes
     * @param phases is told what is being done
     */
    HostTools(Map<String, String> environment, BuildTool tool, Path log, Consumer<String> phases) {
        this.environment = environment;
        this.tool = tool;
        this.log = log;
        this.phases = phases;
    }

    Optional<Path> find(String name) {
        return BuildTool.onSearchPath(environment, name);
    }

    /**
     * A tool that has to be there.
     *
     * @param what needs it, for the message: {@code ./api (go.mod)}
     * @throws BuildException if it is not installed, with the package that has it
     */
    Path require(String name, String what) {
        return find(name)
                .orElseThrow(() -> new BuildException(what + " needs " + name
                        + ", which is not installed. Install it, on Debian by: apt-get install "
                        + PACKAGES.getOrDefault(name, name)));
    }

    /**
     * Runs a tool and waits for it.
     *
     * @throws BuildException with the last lines of its output if it fails
     */
    void run(String phase, List<String> command, Path folder, Map<String, String> variables)
            throws InterruptedException {
        phases.accept(phase);
        tool.run(command, folder, variables);
    }

    /** What the tool that has run last has printed. */
    String output() throws IOException {
        return new String(Files.readAllBytes(log), StandardCharsets.UTF_8);
    }

    /** What a command prints, whatever status it ends with; nothing if it cannot be started. */
    String ask(List<String> command) {
        // Java would look into its own search path.
        Optional<Path> program =
                command.getFirst().contains("/") ? Optional.of(Path.of(command.getFirst())) : find(command.getFirst());
        if (program.isEmpty()) {
            return "";
        }
        try {
            List<String> found = new ArrayList<>(command);
            found.set(0, program.get().toString());
            ProcessBuilder builder = new ProcessBuilder(found)
                    .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                    .redirectError(ProcessBuilder.Redirect.DISCARD);
            builder.environment().clear();
            builder.environment().putAll(environment);
            builder.environment().put("LC_ALL", "C.UTF-8");
            Process process = builder.start();
            try {
                return new String(process.getInputStream().readNBytes(LONGEST_ANSWER), StandardCharsets.UTF_8);
            } finally {
                process.destroy();
            }
        } catch (IOException e) {
            return "";
        }
    }
}
