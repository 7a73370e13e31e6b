package dev.ristretto.tests.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ristretto.fleet.api.InstanceFigures;
import dev.ristretto.fleet.api.figures.NetworkFigures;
import dev.ristretto.fleet.client.FleetClient;
import dev.ristretto.run.host.ProcessIdentity;
import dev.ristretto.run.host.PublishedPort.Protocol;
import dev.ristretto.run.host.SocketTable;
import dev.ristretto.tests.system.CommandRun.Result;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Detached instances and their daemon, with a fleet of its own for each test. */
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class FleetIT {

    private static String image = "";

    @RegisterExtension
    final OwnFleet fleet = new OwnFleet();

    @BeforeAll
    static void build() throws Exception {
        image = Fixtures.behaviour();
    }

    @Test
    void everyInstanceOutlivesTheDaemonAndIsFoundAgain() throws Exception {
        detach("a", "--", "hook");
        detach("b", "--restart", "always", "--", "hook");
        awaitConsole("a", "waiting");
        awaitConsole("b", "waiting");
        detach("c", "--", "exit-later", "5", "3000");
        ProcessIdentity c = fleet.process("c");
        ProcessIdentity a = fleet.process("a");
        ProcessIdentity b = fleet.process("b");
        ProcessIdentity daemon = fleet.daemon();

        daemon.kill();
        OwnFleet.awaitEnd(daemon);
        OwnFleet.awaitEnd(c);
        assertThat(List.of(a, b)).allMatch(ProcessIdentity::isAlive);

        assertThat(fleet.process("a")).isEqualTo(a);
        assertThat(fleet.process("b")).isEqualTo(b);
        assertThat(fleet.daemon()).isNotEqualTo(daemon);
        assertThat(fleet.command("wait", "c").status()).isEqualTo(5);
        assertThat(events()).contains("a found", "b found", "c ended").doesNotContain("c found");
        fleet.command("stop", "a").mustSucceed();
        assertThat(fleet.command("logs", "a").output()).isEqualTo("waiting\nhook ran\n");
    }

    @Test
    void aFailureIsFollowedByANewStartAsOftenAsAllowed() throws Exception {
        detach("job", "--restart", "on-failure:1", "--", "exit", "3");
        assertThat(fleet.command("wait", "job").status()).isEqualTo(3);
        assertThat(events())
                .containsSubsequence("job created", "job started", "job ended", "job started", "job ended")
                .filteredOn(event -> event.equals("job started"))
                .hasSize(2);
        JsonNode job = fleet.json("inspect", "job", "--format", "json");
        assertThat(job.path("restarts").asInt()).isEqualTo(1);
        assertThat(job.path("reason").asText()).isEqualTo("exited with status 3");
    }

    @Test
    void whoDoesNotStopInTimeIsKilled() throws Exception {
        detach("stubborn", "--restart", "always", "--", "stubborn");
        awaitConsole("stubborn", "waiting");
        fleet.command("stop", "-t", "1", "stubborn").mustSucceed();
        JsonNode stubborn = fleet.json("inspect", "stubborn", "--format", "json");
        assertThat(stubborn.path("state").asText()).isEqualTo("ended");
        assertThat(stubborn.path("exitStatus").asInt()).isEqualTo(137);
        assertThat(stubborn.path("lastLines").toString()).contains("hook began");
    }

    @Test
    void removalLeavesNoProcessNoPortAndNoFile() throws Exception {
        int port = Fixtures.freePort();
        detach("web", "-p", port + ":8080", "--", "hook");
        ProcessIdentity web = fleet.process("web");
        Result refused = fleet.command("rm", "web");
        assertThat(refused.status()).isEqualTo(125);
        assertThat(refused.errors()).contains("web is running").contains("rm -f web");
        Result used = fleet.command("rmi", image);
        assertThat(used.status()).isEqualTo(125);
        assertThat(used.errors()).contains("is used by web");

        fleet.command("rm", "-f", "web").mustSucceed();
        assertThat(web.isAlive()).isFalse();
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        }
        assertThat(fleet.folder().resolve("instances")).isEmptyDirectory();
        assertThat(fleet.folder().resolve("run")).isDirectoryNotContaining("glob:**.qmp");
        assertThat(events()).contains("web removed");
    }

    @Test
    void whatCannotBeStartedIsAnErrorAndLeavesNothing() throws Exception {
        try (ServerSocket holder = new ServerSocket()) {
            holder.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            Result result = fleet.command("run", "-d", "--name", "web", "-p", holder.getLocalPort() + ":80", image);
            assertThat(result.status()).isEqualTo(125);
            assertThat(result.errors()).contains("Port " + holder.getLocalPort() + " on 127.0.0.1 is in use");
        }
        assertThat(fleet.json("ps", "-a", "--format", "json")).isEmpty();
    }

    @Test
    void manyCommandsAtOnceStartOneDaemon() throws Exception {
        List<CommandRun> runs = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            runs.add(
                    CommandRun.start(fleet.environment(), "run", "-d", "--name", "job-" + i, image, "--", "exit", "0"));
        }
        for (CommandRun run : runs) {
            run.await().mustSucceed();
            run.close();
        }
        assertThat(fleet.json("ps", "-a", "--format", "json")).hasSize(4);
        for (int i = 0; i < 4; i++) {
            fleet.command("wait", "job-" + i).mustSucceed();
        }
    }

    @Test
    void aCommandWhileTheDaemonStopsIsAnsweredByTheNext() throws Exception {
        detach("web", "--", "hook");
        ProcessIdentity web = fleet.process("web");
        try (CommandRun stop = CommandRun.start(fleet.environment(), "daemon", "stop");
                CommandRun ps = CommandRun.start(fleet.environment(), "ps", "--format", "json")) {
            stop.await().mustSucceed();
            ps.await();
        }
        assertThat(fleet.process("web")).isEqualTo(web);
    }

    /** It is still written to when its file is exchanged, and all that it writes is less than what is kept. */
    @Test
    void aConsoleThatOutgrowsItsFileIsKeptWithoutAGap() throws Exception {
        detach("talker", "--", "print-and-wait", "400000");
        while (consoleFiles() < 2) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
        fleet.command("stop", "talker").mustSucceed();
        String console = fleet.command("logs", "talker").output();
        List<String> lines =
                console.substring(0, console.lastIndexOf('\n')).lines().toList();
        assertThat(console.length()).isGreaterThan(4 << 20);
        assertThat(lines)
                .containsExactlyElementsOf(IntStream.range(0, lines.size())
                        .mapToObj(line -> "line " + line + " of a long output")
                        .toList());
    }

    private long consoleFiles() throws IOException {
        try (Stream<Path> files = Files.walk(fleet.folder().resolve("instances"))) {
            return files.filter(file -> file.toString().endsWith(".log")).count();
        }
    }

    /** The guest announces its address as soon as it has a socket; nothing else need be sent. */
    @Test
    void whatTheKernelHasCountedIsReadFromOutside() throws Exception {
        detach("talker", "--", "datagrams", "7");
        awaitConsole("talker", "answering");
        FleetClient client = new FleetClient(fleet.folder().resolve("run/daemon.sock"));
        InstanceFigures figures = client.getInstanceFigures("talker");
        assertThat(figures.bootMillis()).isPositive().isLessThan(60_000.0);
        assertThat(figures.sentPackets()).isPositive();
        assertThat(figures.sentBytes()).isGreaterThan(figures.sentPackets());
        NetworkFigures network = Objects.requireNonNull(figures.network(), "counters of the network");
        assertThat(network.frames()).anySatisfy(count -> {
            assertThat(count.protocol()).isEqualTo("arp");
            assertThat(count.direction()).isEqualTo("transmit");
            assertThat(count.frames()).isPositive();
        });
        assertThat(network.frames().stream()
                        .filter(count -> count.direction().equals("transmit"))
                        .mapToLong(NetworkFigures.FrameCount::frames)
                        .sum())
                .as("all frames are of some protocol")
                .isGreaterThanOrEqualTo(figures.sentPackets());
        ByteArrayOutputStream metrics = new ByteArrayOutputStream();
        client.readMetrics(metrics);
        assertThat(metrics.toString(StandardCharsets.UTF_8))
                .contains("ristretto_instance_boot_seconds{name=\"talker\"")
                .contains("ristretto_instance_network_drops_total{name=\"talker\"");
    }

    @Test
    void usageAndStatusAreShown() throws Exception {
        detach("web", "-m", "64M", "--", "hook");
        JsonNode usage = fleet.json("stats", "web", "--format", "json");
        assertThat(usage.path(0).path("name").asText()).isEqualTo("web");
        assertThat(usage.path(0).path("memoryBytes").asLong()).isPositive();
        assertThat(usage.path(0).path("limitBytes").asLong()).isEqualTo(64 << 20);
        JsonNode status = fleet.json("daemon", "status", "--format", "json");
        assertThat(status.path("runningInstances").asInt()).isEqualTo(1);
        assertThat(Path.of(status.path("socket").asText())).exists();
        assertThat(descriptors(status.path("pid").asLong()))
                .as("what listens on a network")
                .isNotEmpty()
                .doesNotContainAnyElementsOf(listening());
        Result unknown = fleet.command("stop", "we");
        assertThat(unknown.status()).isEqualTo(125);
        assertThat(unknown.errors()).isEqualTo("ristretto: No instance is called we. Instances: web.\n");
    }

    private void detach(String name, String... rest) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("run", "-d", "--name", name));
        List<String> more = List.of(rest);
        int dashes = more.indexOf("--");
        arguments.addAll(more.subList(0, dashes));
        arguments.add(image);
        arguments.addAll(more.subList(dashes, more.size()));
        Result result = fleet.command(arguments.toArray(String[]::new)).mustSucceed();
        assertThat(result.output()).isEqualTo(name + "\n");
    }

    private void awaitConsole(String name, String text) throws Exception {
        try (CommandRun logs = CommandRun.start(fleet.environment(), "logs", "-f", name)) {
            logs.awaitOutput(text);
        }
    }

    private static Set<String> listening() {
        Set<String> sockets = new HashSet<>(SocketTable.waiting(Protocol.TCP, port -> true));
        sockets.addAll(SocketTable.waiting(Protocol.UDP, port -> true));
        // An empty list of forbidden things is no list.
        sockets.add("none");
        return sockets;
    }

    private static List<String> descriptors(long pid) throws IOException {
        List<String> targets = new ArrayList<>();
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(Path.of("/proc/" + pid + "/fd"))) {
            for (Path descriptor : descriptors) {
                targets.add(Files.readSymbolicLink(descriptor).toString());
            }
        }
        return targets;
    }

    private List<String> events() throws Exception {
        List<String> events = new ArrayList<>();
        fleet.json("events", "--format", "json")
                .forEach(event -> events.add(
                        event.path("name").asText() + " " + event.path("kind").asText()));
        return events;
    }
}
