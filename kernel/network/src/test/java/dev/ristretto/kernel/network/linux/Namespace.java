package dev.ristretto.kernel.network.linux;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A network namespace with one end of a TAP device and the address 10.9.0.1/24. */
final class Namespace implements AutoCloseable {
    final String name;
    final String tap;

    Namespace(int number) throws IOException, InterruptedException {
        // Unique for each process, and at most 15 characters.
        String suffix = Long.toString(ProcessHandle.current().pid(), 36) + number;
        name = "rst" + suffix;
        tap = "rt" + suffix;
        run("ip", "netns", "add", name);
    }

    /** Skips the test where it cannot run. */
    static void assumePossible() {
        assumeTrue(
                Files.isWritable(Path.of("/dev/net/tun")) && "root".equals(System.getProperty("user.name")),
                "needs root and /dev/net/tun");
        try {
            String probe = "rstprobe" + ProcessHandle.current().pid();
            Process process = new ProcessBuilder("ip", "netns", "add", probe)
                    .redirectErrorStream(true)
                    .start();
            String output = new String(process.getInputStream().readAllBytes());
            boolean works = process.waitFor() == 0;
            if (works) {
                run("ip", "netns", "del", probe);
            }
            assumeTrue(works, "needs network namespaces: " + output);
        } catch (IOException | InterruptedException e) {
            assumeTrue(false, "needs the ip command: " + e.getMessage());
        }
    }

    /** Moves the TAP device, which exists by now, into the namespace. */
    void adopt() throws IOException, InterruptedException {
        run("ip", "link", "set", tap, "netns", name);
        inside("ip", "link", "set", "lo", "up");
        inside("ip", "addr", "add", "10.9.0.1/24", "dev", tap);
        inside("ip", "link", "set", tap, "up");
    }

    void inside(String... command) throws IOException, InterruptedException {
        run(command(command).toArray(new String[0]));
    }

    Process start(String... command) throws IOException {
        return new ProcessBuilder(command(command)).redirectErrorStream(true).start();
    }

    private List<String> command(String... command) {
        List<String> full = new ArrayList<>(List.of("ip", "netns", "exec", name));
        full.addAll(List.of(command));
        return full;
    }

    private static void run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes());
        if (!process.waitFor(20, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new IOException(String.join(" ", command) + ": " + output);
        }
    }

    @Override
    public void close() throws IOException, InterruptedException {
        run("ip", "netns", "del", name);
    }
}
