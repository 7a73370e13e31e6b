package dev.ristretto.tests.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The command line as a process of its own, from the installation that the build has just assembled. Images are kept
 * below {@code target}, so that they are built once for all tests.
 */
final class CommandRun implements AutoCloseable {

    private static final Path INSTALLATION =
            Path.of("../../tools/cli/target/ristretto").toAbsolutePath();
    static final Path STATE = Path.of("target/it").toAbsolutePath();
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(CommandRun::endCompiler));
    }

    private final Process process;
    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();
    private final List<Thread> readers = new ArrayList<>();

    private CommandRun(Process process) {
        this.process = process;
        readers.add(collect(process.getInputStream(), output));
        readers.add(collect(process.getErrorStream(), errors));
    }

    /**
     * How a command ended.
     *
     * @param status its exit status
     * @param output what it wrote to standard output
     * @param errors what it wrote to standard error
     */
    record Result(int status, String output, String errors) {

        Result mustSucceed() {
            assertThat(status)
                    .as("status; output: %s; errors: %s", output, errors)
                    .isZero();
            return this;
        }
    }

    /** Runs a command without input to its end. */
    static Result run(String... arguments) throws Exception {
        return run(Map.of(), arguments);
    }

    /** Runs a command without input, with some environment variables changed. */
    static Result run(Map<String, String> environment, String... arguments) throws Exception {
        try (CommandRun run = start(environment, arguments)) {
            run.process.getOutputStream().close();
            return run.await();
        }
    }

    /** Runs a command without input whose standard error leads to the same pipe as its standard output. */
    static Result runWithOneOutput(String... arguments) throws Exception {
        return runWithOneOutput(builder(Map.of(), arguments));
    }

    /** Runs a program of this computer without input, whose standard error leads to the same pipe as its output. */
    static Result runProgram(List<String> words) throws Exception {
        return runWithOneOutput(new ProcessBuilder(words));
    }

    private static Result runWithOneOutput(ProcessBuilder builder) throws Exception {
        try (CommandRun run = new CommandRun(builder.redirectErrorStream(true).start())) {
            run.process.getOutputStream().close();
            return run.await();
        }
    }

    /** Starts a command. */
    static CommandRun start(String... arguments) throws IOException {
        return start(Map.of(), arguments);
    }

    /** Starts a command with some environment variables changed. */
    static CommandRun start(Map<String, String> environment, String... arguments) throws IOException {
        return new CommandRun(builder(environment, arguments).start());
    }

    private static ProcessBuilder builder(Map<String, String> environment, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Dristretto.home=" + INSTALLATION,
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                classPath(),
                "dev.ristretto.tools.cli.Main"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("XDG_DATA_HOME", STATE.resolve("data").toString());
        builder.environment().put("XDG_CACHE_HOME", STATE.resolve("cache").toString());
        // Settings of whoever runs the tests must not lead the commands to another daemon.
        builder.environment().put("XDG_CONFIG_HOME", STATE.resolve("config").toString());
        builder.environment().remove("RISTRETTO_CONTEXT");
        builder.environment().putAll(environment);
        return builder;
    }

    /** The compiler of the tests' images would stay for a quarter of an hour; without its socket it ends. */
    private static void endCompiler() {
        Path folder = STATE.resolve("cache/ristretto/builder");
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> sockets = Files.newDirectoryStream(folder, "*.socket")) {
                for (Path socket : sockets) {
                    Files.delete(socket);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static String classPath() throws IOException {
        try (Stream<Path> jars = Files.list(INSTALLATION.resolve("lib"))) {
            return jars.map(Path::toString).sorted().collect(Collectors.joining(":"));
        }
    }

    private static Thread collect(InputStream from, ByteArrayOutputStream to) {
        return Thread.ofPlatform().daemon().start(() -> {
            try (from) {
                byte[] buffer = new byte[8192];
                for (int count = from.read(buffer); count >= 0; count = from.read(buffer)) {
                    synchronized (to) {
                        to.write(buffer, 0, count);
                        to.notifyAll();
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /** Waits until the command has printed a text. */
    void awaitOutput(String text) throws InterruptedException {
        await(output, text);
    }

    /** Waits until the command has printed a text to standard error; returns all that is there. */
    String awaitErrors(String text) throws InterruptedException {
        return await(errors, text);
    }

    private String await(ByteArrayOutputStream stream, String text) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        synchronized (stream) {
            while (!text(stream).contains(text)) {
                long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
                if (left <= 0 || !process.isAlive()) {
                    throw new AssertionError("'" + text + "' was not printed, but: " + text(output) + text(errors));
                }
                stream.wait(Math.min(left, 200));
            }
            return text(stream);
        }
    }

    /** Writes a line to the command's standard input. */
    void type(String line) throws IOException {
        process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
    }

    /** Sends a signal by its name, such as {@code INT}. */
    void signal(String name) throws Exception {
        int status = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .start()
                .waitFor();
        assertThat(status).isZero();
    }

    /** Processes that the command has started and that are still there. */
    List<ProcessHandle> children() {
        return process.toHandle().descendants().toList();
    }

    /** Waits until the command ends. */
    Result await() throws Exception {
        if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new AssertionError("did not end; output: " + text(output) + text(errors));
        }
        for (Thread reader : readers) {
            reader.join();
        }
        return new Result(process.exitValue(), text(output), text(errors));
    }

    private static String text(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
