package dev.ristretto.tools.plugin;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The command {@code ristretto} as a process of its own, with the build tool's terminal. */
public final class CommandProcess {
    private CommandProcess() {}

    /**
     * The program.
     *
     * @param command a file, or a name that is looked up
     * @param search the folders to look in, as in {@code PATH}
     * @param option how a user names the file, for the message
     * @throws PluginException if there is none
     */
    static Path find(String command, @Nullable String search, String option) throws PluginException {
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
        throw new PluginException("There is no program " + command + ". Install Ristretto and link its script"
                + " ristretto into a folder of PATH, or name the script with " + option);
    }

    /**
     * Runs it and waits for it; when the build tool is asked to end, for as long as it takes to end.
     *
     * @param line the program and its arguments
     * @return its exit status
     * @throws PluginException if it cannot be started
     */
    public static int run(List<String> line) throws PluginException {
        Process process;
        try {
            process = new ProcessBuilder(line).inheritIO().start();
        } catch (IOException e) {
            throw new PluginException("Cannot start " + line.get(0) + ": " + e.getMessage(), e);
        }
        Thread hook = new Thread(() -> end(process), "end of " + line.get(0));
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PluginException("interrupted", e);
        } finally {
            process.destroy();
            removeHook(hook);
        }
    }

    /** The terminal's interrupt key reaches it as well; what reaches the tool alone is handed on. */
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
            // The tool is ending, and this is what the hook waits for.
        }
    }
}
