package dev.ristretto.tools.maven;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.List;
import org.apache.maven.plugin.MojoExecutionException;
import org.jspecify.annotations.Nullable;

/** The command {@code ristretto} as a process of its own, with Maven's terminal. */
final class CommandProcess {
    private final Path program;

    /** @param program to be executed */
    CommandProcess(Path program) {
        this.program = program;
    }

    /**
     * The program.
     *
     * @param command a file, or a name that is looked up
     * @param search the folders to look in, as in {@code PATH}
     * @throws MojoExecutionException if there is none
     */
    static Path find(String command, @Nullable String search) throws MojoExecutionException {
        if (command.contains("/")) {
            Path file = Paths.get(command).toAbsolutePath();
            if (Files.isExecutable(file)) {
                return file;
            }
        } else if (search != null) {
            for (String folder : search.split(File.pathSeparator, -1)) {
                if (!folder.isEmpty() && Files.isExecutable(Paths.get(folder, command))) {
                    return Paths.get(folder, command);
                }
            }
        }
        throw new MojoExecutionException("There is no program " + command + ". Install Ristretto and link its script"
                + " ristretto into a folder of PATH, or name the script with -Dristretto.command=FILE");
    }

    /**
     * Runs it and waits for it; when Maven is asked to end, for as long as it takes to end.
     *
     * @return its exit status
     * @throws MojoExecutionException if it cannot be started
     */
    int run(List<String> words) throws MojoExecutionException {
        List<String> line = new ArrayList<>();
        line.add(program.toString());
        line.addAll(words);
        Process process;
        try {
            process = new ProcessBuilder(line).inheritIO().start();
        } catch (IOException e) {
            throw new MojoExecutionException("Cannot start " + program + ": " + e.getMessage(), e);
        }
        Thread hook = new Thread(() -> end(process), "end of " + program.getFileName());
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MojoExecutionException("interrupted", e);
        } finally {
            process.destroy();
            removeHook(hook);
        }
    }

    /** The terminal's interrupt key reaches it as well; what reaches Maven alone is handed on. */
    private static void end(Process process) {
        process.destroy();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void removeHook(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // Maven is ending, and this is what the hook waits for.
        }
    }
}
