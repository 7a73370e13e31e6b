package dev.ristretto.tools.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command line in processes of its own, with all of its folders in one and an installation below that. */
final class CommandProcesses implements AutoCloseable {

    private final Path folder;
    private final List<Process> started = new ArrayList<>();

    CommandProcesses(Path folder) {
        this.folder = folder;
    }

    Process start(ProcessBuilder.Redirect errors, List<String> words) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Dristretto.home=" + folder.resolve("installation"),
                "-cp",
                System.getProperty("java.class.path"),
                "dev.ristretto.tools.cli.Main"));
        command.addAll(words);
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors);
        for (String kind : List.of("DATA", "CACHE", "CONFIG")) {
            builder.environment().put("XDG_" + kind + "_HOME", folder.toString());
        }
        Process process = builder.start();
        started.add(process);
        return process;
    }

    /** Kills all, and what they have started. */
    @Override
    public void close() {
        started.forEach(process -> {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        });
    }
}
