package dev.ristretto.tools.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ristretto.fleet.daemon.SimulatedDaemon;
import dev.ristretto.fleet.daemon.simulation.SimulatedImages;
import dev.ristretto.image.model.Image;
import dev.ristretto.image.model.ImageName;
import dev.ristretto.image.model.Provenance;
import dev.ristretto.image.store.ImageStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Commands about a fleet, sent to a daemon whose instances are simulated. */
@Timeout(60)
class FleetCommandsTest {

    @TempDir
    Path folder;

    private SimulatedDaemon daemon;
    private TestHost host;

    @BeforeEach
    void start() throws Exception {
        daemon = SimulatedDaemon.ofUser(folder.resolve("ristretto"));
        host = new TestHost(folder);
        daemon.create("web");
        daemon.create("a", Map.of("tier", "back"));
        daemon.create("b", Map.of("tier", "back", "new", ""));
    }

    @AfterEach
    void stop() throws Exception {
        daemon.close();
    }

    @Test
    void accessToTheHostIsAskedForAndOtherwiseNotGiven() throws Exception {
        assertThat(host.run("run", "-d", "--host-access", "--name", "local", "shop"))
                .as(host.errors())
                .isZero();
        assertThat(hasHostAccess("local")).isTrue();
        assertThat(hasHostAccess("web")).isFalse();
    }

    @Test
    void filesInMemoryAndAReadOnlyRootAreAskedForAndShown() throws Exception {
        assertThat(host.run(
                        "run", "-d", "--read-only", "--tmpfs", "/tmp:1M", "--tmpfs", "/c", "--name", "tight", "shop"))
                .as(host.errors())
                .isZero();
        assertThat(host.run("inspect", "tight")).isZero();
        assertThat(host.output())
                .containsPattern("(?m)^tmpfs +/tmp:1M$")
                .containsPattern("(?m)^tmpfs +/c$")
                .containsPattern("(?m)^read only +yes$");
        assertThat(host.run("inspect", "web")).isZero();
        assertThat(host.output()).doesNotContain("tmpfs", "read only");
        assertThat(host.run("run", "--tmpfs", "tmp", "shop")).isEqualTo(125);
        assertThat(host.errors()).contains("'tmp' is no place for temporary files");
        assertThat(host.run("run", "-d", "--tmpfs", "/tmp:1T", "shop")).isEqualTo(125);
        assertThat(host.errors()).contains("Temporary files of 1 TiB do not fit into the ");
    }

    @Test
    void processorsAreAskedForAndShown() throws Exception {
        assertThat(host.run("run", "-d", "--cpus", "2", "--name", "two", "shop"))
                .as(host.errors())
                .isZero();
        assertThat(host.run("run", "-d", "--cpus", "auto", "--name", "all", "shop"))
                .as(host.errors())
                .isZero();
        assertThat(host.errors()).doesNotContain("note:");
        assertThat(host.run("service", "create", "api", "--image", "shop", "--cpus", "3", "--detach"))
                .as(host.errors())
                .isZero();
        for (Map.Entry<String, String> each :
                Map.of("two", "2", "all", "auto", "web", "1").entrySet()) {
            assertThat(host.run("inspect", each.getKey())).isZero();
            assertThat(host.output()).containsPattern("(?m)^processors +" + each.getValue() + "$");
        }
        assertThat(host.run("service", "inspect", "api")).isZero();
        assertThat(host.output()).containsPattern("(?m)^processors +3$");
    }

    @Test
    void moreProcessorsThanThereAreAreAllowedAndSaid() {
        boolean more = Runtime.getRuntime().availableProcessors() < 64;
        assertThat(host.run("run", "-d", "--cpus", "64", "--name", "many", "shop"))
                .isZero();
        assertThat(host.errors().contains("note: --cpus 64: this computer has "))
                .isEqualTo(more);
        assertThat(host.run("service", "create", "api", "--image", "shop", "--detach"))
                .isZero();
        assertThat(host.errors()).doesNotContain("note:");
        assertThat(host.run("service", "update", "api", "--cpus", "64", "--detach"))
                .isZero();
        assertThat(host.errors().contains("note: --cpus 64: this computer has "))
                .isEqualTo(more);
    }

    private boolean hasHostAccess(String name) throws Exception {
        return json("ps", "--filter", "name=" + name)
                .get(0)
                .at("/specification/hostAccess")
                .asBoolean();
    }

    @Test
    void aDetachedInstanceCanBeAProcess() throws Exception {
        assertThat(host.run("run", "-d", "--as", "process", "--name", "job", "shop"))
                .as(host.errors())
                .isZero();
        assertThat(json("ps", "--filter", "name=job")
                        .get(0)
                        .at("/specification/as")
                        .asText())
                .isEqualTo("process");
        assertThat(host.run("inspect", "job")).isZero();
        assertThat(host.output()).containsPattern("runs as +process");
        assertThat(json("ps", "--filter", "name=web")
                        .get(0)
                        .at("/specification/as")
                        .asText())
                .isEqualTo("vm");
    }

    @Test
    void inspectShowsWhatTheKernelHasCounted() throws Exception {
        assertThat(host.run("inspect", "--instance", "web")).isZero();
        assertThat(host.output())
                .containsPattern("booted in +82 ms\n")
                .containsPattern("received +10 frames, 1000 bytes\n")
                .containsPattern("PROTOCOL +RECEIVED +BYTES +SENT +BYTES\narp +1000 +1001 +1012 +1013\n")
                .containsPattern("udp +receive +no_port +[0-9]+\n")
                .containsPattern("TCP retransmitted segments +[0-9]+\n");
        JsonNode web = json("inspect", "web");
        assertThat(web.path("name").asText()).isEqualTo("web");
        assertThat(web.at("/figures/receivedPackets").asLong()).isEqualTo(10);
        assertThat(web.at("/figures/network/frames").get(1).path("protocol").asText())
                .isEqualTo("icmp");
        assertThat(web.at("/figures/network/tcp/activeOpens").asLong()).isPositive();
    }

    @Test
    void inspectShowsNothingOfANetworkThatIsNotKnown() throws Exception {
        assertThat(host.run("stop", "-t", "0", "web")).isZero();
        assertThat(host.run("inspect", "web")).isZero();
        assertThat(host.output()).contains("web").doesNotContain("PROTOCOL", "booted", "frames");
        assertThat(json("inspect", "web").path("figures").isEmpty()).isTrue();
    }

    @Test
    void psSendsItsFiltersToTheDaemon() throws Exception {
        assertThat(names("ps")).containsExactly("a", "b", "web");
        assertThat(names("ps", "--filter", "label=tier=back", "--filter", "label=new"))
                .containsExactly("b");
        assertThat(names("ps", "--filter", "name=web", "--filter", "name=a")).containsExactly("a", "web");
        assertThat(names("ps", "--filter", "search=WE", "--filter", "image=shop"))
                .containsExactly("web");
        assertThat(host.run("stop", "-t", "0", "--label", "new")).isZero();
        assertThat(names("ps")).containsExactly("a", "web");
        assertThat(names("ps", "--all")).containsExactly("a", "b", "web");
        assertThat(names("ps", "--filter", "state=ended")).containsExactly("b");
    }

    @Test
    void whatIsDoneToInstancesIsToldAsJson() throws Exception {
        assertThat(names("stop", "-t", "0", "--label", "tier=back")).containsExactly("a", "b");
        assertThat(json("start", "a").get(0).path("state").asText()).isEqualTo("running");
        assertThat(json("restart", "-t", "0", "a").get(0).path("state").asText())
                .isEqualTo("running");
        assertThat(json("rm", "-f", "a", "b").toString()).isEqualTo("[\"a\",\"b\"]");
        assertThat(host.run("stop", "-t", "0", "web", "nobody", "--format", "json"))
                .isEqualTo(125);
        assertThat(host.json().findValuesAsText("name")).containsExactly("web");
        assertThat(host.errors()).startsWith("ristretto: No instance is called nobody.");
        assertThat(host.run("wait", "web", "--format", "json"))
                .isEqualTo(host.json().path("exitStatus").asInt());
    }

    @Test
    void consolesAreReadLineByLine() throws Exception {
        daemon.print("one\r\ntwo ü");
        assertThat(host.run("logs", "web")).isZero();
        assertThat(host.output()).isEqualTo("one\r\ntwo ü");
        assertThat(host.run("logs", "--label", "tier")).isZero();
        assertThat(host.output()).isEqualTo("a | one\na | two ü\nb | one\nb | two ü\n");
        assertThat(host.run("logs", "web", "nobody", "--format", "json")).isEqualTo(125);
        assertThat(lines())
                .map(JsonNode::toString)
                .containsExactly("{\"name\":\"web\",\"text\":\"one\"}", "{\"name\":\"web\",\"text\":\"two ü\"}");
        assertThat(host.errors()).startsWith("ristretto: No instance is called nobody.");
        assertThat(host.run("logs", "--label", "none")).isZero();
        assertThat(host.errors()).isEqualTo("ristretto: no instance has the label none\n");
    }

    @Test
    void severalConsolesAreFollowedUntilTheirInstancesEnd() throws Exception {
        daemon.print("one\ntwo");
        assertThat(host.run("stop", "-t", "0", "a", "b")).isZero();
        assertThat(host.run("logs", "-f", "a", "b", "--format", "json")).isZero();
        assertThat(lines())
                .map(JsonNode::toString)
                .containsExactlyInAnyOrder(
                        "{\"name\":\"a\",\"text\":\"one\"}",
                        "{\"name\":\"a\",\"text\":\"two\"}",
                        "{\"name\":\"b\",\"text\":\"one\"}",
                        "{\"name\":\"b\",\"text\":\"two\"}");
    }

    @Test
    void theHistoryIsReadPageByPage() throws Exception {
        assertThat(json("events").findValuesAsText("kind")).contains("created", "started");
        assertThat(json("audit", "-n", "2")).isEmpty();
        assertThat(host.run("stop", "-t", "0", "a")).isZero();
        assertThat(json("audit", "-n", "2").get(0).path("action").asText()).contains("/v1/instances/a/stop");
    }

    @Test
    void aDamagedImageIsFoundAndNotRun() throws Exception {
        ImageStore store = new ImageStore(folder.resolve("ristretto/images"));
        assertThat(json("images", "--verify")).hasSize(1);
        Path kernel = store.resolve("shop").kernel();
        Files.write(kernel, new byte[(int) Files.size(kernel)]);
        assertThat(host.run("images")).isZero();
        assertThat(host.run("images", "--verify")).isEqualTo(1);
        assertThat(host.errors())
                .startsWith("ristretto: shop:latest: Image ")
                .endsWith(" is damaged (the content of " + kernel
                        + " does not match its name). Remove and build it again.\n");
        for (List<String> command : List.of(List.of("run", "shop"), List.of("run", "-d", "shop"))) {
            assertThat(host.run(command.toArray(String[]::new))).isEqualTo(125);
            assertThat(host.errors()).contains("the content of " + kernel + " does not match its name");
        }
    }

    @Test
    void whoHasBroughtAnImageIsShown() throws Exception {
        ImageStore friends = new ImageStore(folder.resolve("theirs"));
        Image theirs = SimulatedImages.put(friends, "tool");
        ImageStore store = new ImageStore(folder.resolve("ristretto/images"));
        for (Map.Entry<String, Path> file : friends.files(theirs).entrySet()) {
            store.receive(file.getKey(), Files.newInputStream(file.getValue()));
        }
        Provenance origin = new Provenance("a friend", Instant.parse("2026-01-31T12:00:00Z"));
        store.adopt(ImageName.parse("tool"), theirs.digest(), origin, false);
        assertThat(host.run("images")).isZero();
        assertThat(host.output()).contains("FROM").containsPattern("tool:latest .* a friend");
        assertThat(json("images").get(0).path("origin").isNull()).isTrue();
        assertThat(json("images").get(1).at("/origin/sender").asText()).isEqualTo("a friend");
        assertThat(host.run("inspect", "tool")).isZero();
        assertThat(host.output()).contains("a friend, 2026-01-31T12:00:00Z; not built here");
        assertThat(json("inspect", "tool").at("/origin/time").asText()).isEqualTo("2026-01-31T12:00:00Z");
    }

    @Test
    void contextsAndTheDaemonAreToldAsJson() throws Exception {
        assertThat(json("context", "add", "prod", "--url", "https://h:1", "--token", "t")
                        .toString())
                .isEqualTo("{\"name\":\"prod\",\"current\":false,\"url\":\"https://h:1\"}");
        assertThat(json("context", "use", "prod").path("current").asBoolean()).isTrue();
        assertThat(json("context", "rm", "prod").path("name").asText()).isEqualTo("prod");
        assertThat(json("daemon", "status").path("state").asText()).isEqualTo("running");
        assertThat(json("token", "create", "laptop", "--role", "viewer")
                        .path("token")
                        .asText())
                .startsWith("rst_");
        assertThat(json("token", "rm", "laptop").toString()).isEqualTo("[\"laptop\"]");
    }

    @Test
    void whatNobodyUsesIsToldAndDeletedButNothingElse() throws Exception {
        JsonNode images = json("system", "df").get(0);
        assertThat(images.path("kind").asText()).isEqualTo("images");
        assertThat(images.path("count").asInt()).isEqualTo(1);
        assertThat(images.path("used").asInt()).isEqualTo(1);
        assertThat(images.path("reclaimableBytes").asLong()).isZero();
        assertThat(host.json().findValuesAsText("kind"))
                .containsExactly("images", "leftovers", "builds", "consoles", "database", "volumes");
        assertThat(host.json().get(3).path("count").asInt()).isEqualTo(3);
        assertThat(host.json().get(4).path("bytes").asLong()).isPositive();
        assertThat(json("system", "prune", "--all").path("images")).isEmpty();
        assertThat(json("start", "web").get(0).path("state").asText()).isEqualTo("running");
        assertThat(host.run("rm", "-f", "web", "a", "b")).isZero();
        assertThat(host.run("system", "df")).isZero();
        assertThat(host.output()).startsWith("KIND").containsPattern("images +1 +0 ");
        assertThat(host.run("system", "prune", "--all", "--dry-run")).isZero();
        assertThat(host.output()).startsWith("would remove shop:latest\nwould free ");
        JsonNode freed = json("system", "prune", "--all");
        assertThat(freed.path("images").get(0).asText()).isEqualTo("shop:latest");
        assertThat(freed.path("bytes").asLong()).isEqualTo(images.path("bytes").asLong());
        assertThat(json("images")).isEmpty();
    }

    private List<String> names(String... words) throws Exception {
        return json(words).findValuesAsText("name");
    }

    private JsonNode json(String... words) throws Exception {
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--format", "json"));
        assertThat(host.run(all.toArray(String[]::new)))
                .as("%s: %s", all, host.errors())
                .isZero();
        return host.json();
    }

    private List<JsonNode> lines() throws Exception {
        List<JsonNode> lines = new ArrayList<>();
        for (String line : host.output().lines().toList()) {
            lines.add(new ObjectMapper().readTree(line));
        }
        return lines;
    }
}
