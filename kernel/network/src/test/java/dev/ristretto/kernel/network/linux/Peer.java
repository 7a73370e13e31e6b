package dev.ristretto.kernel.network.linux;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A {@link LinuxPeer} process and the talk with it. */
final class Peer implements AutoCloseable {
    private final Process process;
    private final PrintStream commands;
    private final Map<String, BlockingQueue<String>> answers = new ConcurrentHashMap<>();
    private int nextId;

    Peer(Namespace namespace) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        process = namespace.start(
                java,
                "-Xshare:auto",
                "-XX:+UseSerialGC",
                "-Xmx128m",
                "-cp",
                System.getProperty("java.class.path"),
                LinuxPeer.class.getName());
        commands = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
        Thread.ofVirtual().start(this::collect);
    }

    private void collect() {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            String line;
            while ((line = lines.readLine()) != null) {
                int space = line.indexOf(' ');
                queue(space < 0 ? "" : line.substring(0, space)).add(line.substring(space + 1));
            }
        } catch (IOException e) {
            queue("").add(e.toString());
        }
    }

    private BlockingQueue<String> queue(String id) {
        return answers.computeIfAbsent(id, ignored -> new LinkedBlockingQueue<>());
    }

    /** Gives a command; its answers come from {@link #answer}. */
    String command(String command) {
        String id = "c" + nextId++;
        commands.println(id + " " + command);
        return id;
    }

    /** The next answer, which must begin with {@code expected}; returns the words after it. */
    String[] answer(String id, String expected, long seconds) throws InterruptedException {
        String answer = queue(id).poll(seconds, TimeUnit.SECONDS);
        if (answer == null || !answer.startsWith(expected + " ")) {
            throw new AssertionError(
                    "peer: expected '" + expected + "', got: " + answer + ", other output: " + queue(""));
        }
        return answer.substring(expected.length() + 1).split(" ");
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        process.waitFor();
    }
}
