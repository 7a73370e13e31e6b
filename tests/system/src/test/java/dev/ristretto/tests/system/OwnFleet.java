package dev.ristretto.tests.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ristretto.run.host.ProcessIdentity;
import dev.ristretto.tests.system.CommandRun.Result;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A daemon with a data folder of its own for each test, images shared; afterwards nothing of it may be left. */
final class OwnFleet implements BeforeEachCallback, AfterEachCallback {

    /** How long processes may take to end after everything was removed. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private Path data = Path.of("");
    private int port;

    @Override
    public void beforeEach(ExtensionContext context) throws IOException {
        // Short, as the names of sockets must be.
        data = Files.createTempDirectory("fleet");
        Files.createDirectory(data.resolve("ristretto"));
        Path shared = CommandRun.STATE.resolve("data/ristretto/images");
        Files.createDirectories(shared.resolve("holds"));
        Files.createSymbolicLink(images(), shared);
        port = Fixtures.freePort();
    }

    private Path images() {
        return data.resolve("ristretto/images");
    }

    /** Removes all services and instances, stops the daemon, and looks for what is left. */
    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        for (JsonNode service : json("service", "ls", "--format", "json")) {
            command("service", "rm", service.path("name").asText()).mustSucceed();
        }
        for (JsonNode instance : json("ps", "-a", "--format", "json")) {
            command("rm", "-f", instance.path("name").asText()).mustSucceed();
        }
        command("daemon", "stop").mustSucceed();
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!processes().isEmpty() && System.nanoTime() - end < 0) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
        assertThat(processes()).as("what is left").isEmpty();
        assertThat(folder().resolve("instances")).isEmptyDirectory();
        assertThat(images().resolve("holds")).isEmptyDirectory();
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        }
        Files.delete(images());
        ProcessBuilder remove = new ProcessBuilder("rm", "-rf", data.toString());
        assertThat(remove.start().waitFor()).isZero();
    }

    /** The daemon's folder. */
    Path folder() {
        return data.resolve("ristretto/fleet");
    }

    /** A port of the loopback address for the test to publish. */
    int port() {
        return port;
    }

    /** What makes a command one of this fleet. */
    Map<String, String> environment() {
        return Map.of("XDG_DATA_HOME", data.toString());
    }

    Result command(String... arguments) throws Exception {
        return CommandRun.run(environment(), arguments);
    }

    /** What a command prints, as JSON. */
    JsonNode json(String... arguments) throws Exception {
        Result result = command(arguments);
        assertThat(result.output()).as(result.errors()).isNotEmpty();
        return new ObjectMapper().readTree(result.output());
    }

    ProcessIdentity daemon() throws Exception {
        long pid = json("daemon", "status", "--format", "json").path("pid").asLong();
        return ProcessIdentity.of(pid).orElseThrow();
    }

    /** The process of an instance. */
    ProcessIdentity process(String name) throws Exception {
        long pid = json("inspect", "--instance", name, "--format", "json")
                .path("pid")
                .asLong();
        return ProcessIdentity.of(pid).orElseThrow();
    }

    /** All processes whose command lines name this fleet's folder: daemon, balancer, QEMU. */
    List<ProcessIdentity> processes() throws IOException {
        List<ProcessIdentity> found = new ArrayList<>();
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path process : processes) {
                if (commandLine(process).contains(data.toString())) {
                    ProcessIdentity.of(Long.parseLong(process.getFileName().toString()))
                            .ifPresent(found::add);
                }
            }
        }
        return found;
    }

    /** Those of them that are virtual machines, and not the shell that ends one with its network. */
    List<ProcessIdentity> machines() throws IOException {
        return processes().stream()
                .filter(process ->
                        read(Path.of("/proc/" + process.pid()), "comm").startsWith("qemu-system"))
                .toList();
    }

    private static String commandLine(Path process) {
        return read(process, "cmdline");
    }

    private static String read(Path process, String file) {
        try {
            return Files.readString(process.resolve(file), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }

    static void awaitEnd(ProcessIdentity process) throws InterruptedException {
        while (process.isAlive()) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }
}
