package dev.ristretto.tests.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ristretto.run.host.ProcessIdentity;
import dev.ristretto.tests.system.CommandRun.Result;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Services of real guests, with a fleet of its own for each test. */
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class ServiceIT {

    private static String web = "";
    private static String behaviour = "";

    @TempDir
    Path folder;

    @RegisterExtension
    final OwnFleet fleet = new OwnFleet();

    @BeforeAll
    static void build() throws Exception {
        web = Fixtures.example("hello-http");
        behaviour = Fixtures.behaviour();
    }

    @Test
    void neitherAnUpdateNorAKilledDaemonLosesARequest() throws Exception {
        create("--replicas", "2");
        try (Load load = new Load(fleet.port())) {
            load.await(5);
            fleet.command("service", "update", "web", "-e", "COLOUR=blue").mustSucceed();
            assertThat(service().path("revision").asInt()).isEqualTo(2);

            fleet.command("service", "rollback", "web", "--detach").mustSucceed();
            ProcessIdentity daemon = fleet.daemon();
            daemon.kill();
            OwnFleet.awaitEnd(daemon);
            load.await(5);
            awaitService(service -> service.path("state").asText().equals("steady"));
            assertThat(service().path("revision").asInt()).isEqualTo(1);
            load.await(5);
            assertThat(load.stop()).isEmpty();
        }
    }

    @Test
    void anImageThatDoesNotAnswerIsRolledBack() throws Exception {
        create();
        Result result = fleet.command("service", "update", "web", "--image", behaviour, "--", "exit", "3");
        assertThat(result.status()).isEqualTo(125);
        assertThat(result.errors())
                .contains("web: revision 2 failed: web-2-1 exited with status 3")
                .contains("It has been rolled back: revision 1 answers");
        assertThat(get(fleet.port())).isEqualTo("HTTP/1.1 200 OK");
    }

    @Test
    void aSleepingServiceIsWokenByItsFirstRequest() throws Exception {
        create("--scale-to-zero", "500ms");
        awaitService(service ->
                service.path("replicas").asInt() == 0 && service.path("members").isEmpty());
        assertThat(get(fleet.port())).isEqualTo("HTTP/1.1 200 OK");
    }

    @Test
    void whatAFileDescribesIsBroughtAboutChangedAndRemoved() throws Exception {
        Path file = folder.resolve("ristretto.yaml");
        String project = """
                project: shop
                services:
                  front:
                    image: %s
                    environment: {PORT: 80}
                    publish: %d:80
                    health: http:/
                    drain: 1s
                    replicas: %d
                    needs: [back]
                instances:
                  back:
                    image: %s
                    arguments: [hook]
                    health: "console:^waiting$"
                """;
        Files.writeString(file, project.formatted(web, fleet.port(), 1, behaviour));
        assertThat(fleet.command("diff", "-f", file.toString()).status()).isEqualTo(1);

        Result made = fleet.command("up", "-f", file.toString());
        made.mustSucceed();
        assertThat(made.errors().lines()).containsSubsequence("back: created", "front: created");
        assertThat(get(fleet.port())).isEqualTo("HTTP/1.1 200 OK");
        fleet.command("diff", "-f", file.toString()).mustSucceed();

        Files.writeString(file, project.formatted(web, fleet.port(), 2, behaviour));
        assertThat(fleet.command("diff", "-f", file.toString()).output()).contains("replicas 1 -> 2");
        fleet.command("up", "-f", file.toString()).mustSucceed();
        assertThat(fleet.json("ps", "--filter", "label=project=shop", "--format", "json"))
                .hasSize(3);

        fleet.command("down", "-f", file.toString()).mustSucceed();
        assertThat(fleet.json("ps", "-a", "--format", "json")).isEmpty();
        assertThat(fleet.json("service", "ls", "--format", "json")).isEmpty();
    }

    @Test
    void instancesAreFoundByTheirLabelsAndCheckedByTheirConsoles() throws Exception {
        fleet.command(
                        "run",
                        "-d",
                        "--name",
                        "a",
                        "--label",
                        "it",
                        "--health",
                        "console:^waiting$",
                        behaviour,
                        "--",
                        "hook")
                .mustSucceed();
        while (fleet.json("ps", "--filter", "health=healthy", "--format", "json")
                .isEmpty()) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
        assertThat(fleet.json("ps", "--filter", "label=it", "--filter", "name=a", "--format", "json"))
                .hasSize(1);
        assertThat(fleet.json("ps", "--filter", "label=it=other", "--format", "json"))
                .isEmpty();
        assertThat(fleet.command("stop", "--label", "it").mustSucceed().output())
                .isEqualTo("a\n");
    }

    private void create(String... more) throws Exception {
        List<String> arguments = new ArrayList<>(List.of(
                "service", "create", "web", "--image", web, "--publish", fleet.port() + ":8080", "--health", "http:/"));
        arguments.addAll(List.of(more));
        assertThat(fleet.command(arguments.toArray(String[]::new)).mustSucceed().output())
                .isEqualTo("web\n");
        assertThat(get(fleet.port())).isEqualTo("HTTP/1.1 200 OK");
    }

    /** The first line of the answer, or what went wrong. */
    static String get(int port) {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.getOutputStream()
                    .write("GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            return String.valueOf(
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
                            .readLine());
        } catch (IOException e) {
            return e.toString();
        }
    }

    private JsonNode service() throws Exception {
        return fleet.json("service", "inspect", "web", "--format", "json");
    }

    private void awaitService(Predicate<JsonNode> goal) throws Exception {
        while (!goal.test(service())) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    /** Somebody who asks again and again. */
    private static final class Load implements AutoCloseable {

        private final List<String> failures = new ArrayList<>();
        private final Thread thread;
        private volatile boolean stopped;
        private volatile CountDownLatch more = new CountDownLatch(0);

        Load(int port) {
            thread = Thread.ofVirtual().start(() -> {
                while (!stopped) {
                    String answer = get(port);
                    if (!answer.equals("HTTP/1.1 200 OK")) {
                        failures.add(answer);
                    }
                    more.countDown();
                }
            });
        }

        void await(int requests) throws InterruptedException {
            CountDownLatch latch = new CountDownLatch(requests);
            more = latch;
            latch.await();
        }

        List<String> stop() throws InterruptedException {
            stopped = true;
            thread.join();
            return failures;
        }

        @Override
        public void close() throws InterruptedException {
            stop();
        }
    }
}
