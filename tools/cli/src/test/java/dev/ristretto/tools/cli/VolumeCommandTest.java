package dev.ristretto.tools.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ristretto.run.host.Command;
import dev.ristretto.run.volume.VolumeClaim;
import dev.ristretto.run.volume.VolumeStore;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the commands about volumes print and do. */
@Timeout(120)
class VolumeCommandTest {

    private static final Path CHECKER = Path.of("/usr/sbin/e2fsck");

    @TempDir
    Path folder;

    private TestHost host;
    private Path volumes;

    @BeforeEach
    void begin() {
        host = new TestHost(folder);
        volumes = folder.resolve("ristretto/volumes");
    }

    @Test
    void aDayWithVolumes() throws Exception {
        succeed("volume", "create", "data", "--size", "16M");
        assertThat(host.output()).isEqualTo("data\n");
        succeed("volume", "snapshot", "data", "data-monday");
        succeed("volume", "ls");
        assertThat(host.output().lines().toList())
                .hasSize(3)
                .first()
                .asString()
                .matches("NAME +SIZE +USED +IN USE BY +SERVICE +CREATED");
        assertThat(host.output()).containsPattern("data-monday +16 MiB +[\\d.]+ [KM]iB +\\d{4}-");
        succeed("volume", "check", "data");
        assertThat(host.output()).matches("data is sound: 0 files, 2 directories, [\\d.]+ MiB of 16 MiB used\n");
        Path image = folder.resolve("image");
        succeed("volume", "export", "data", image.toString());
        assertThat(Files.mismatch(image, volumes.resolve("data/disk"))).isEqualTo(-1);
        succeed("volume", "import", "copy", image.toString());
        succeed("volume", "rm", "data", "copy");
        assertThat(host.output()).isEqualTo("data\ncopy\n");
        assertThat(json("volume", "ls").findValuesAsText("name")).containsExactly("data-monday");
        requireClean(image);
        requireClean(volumes.resolve("data-monday/disk"));
    }

    @Test
    void whatIsKnownIsToldAsJson() throws Exception {
        JsonNode made = json("volume", "create", "data", "--size", "8");
        assertThat(made.path("bytes").asLong()).as("plain numbers count MiB").isEqualTo(8 << 20);
        JsonNode known = json("volume", "inspect", "data").get(0);
        assertThat(known).isEqualTo(made);
        assertThat(known.path("disk").asText())
                .isEqualTo(volumes.resolve("data/disk").toString());
        assertThat(known.path("usedBytes").asLong()).isBetween(1L, 1L << 20);
        assertThat(known.path("freeBytes").asLong()).isBetween(1L << 20, 8L << 20);
        assertThat(known.path("uuid").asText()).hasSize(36);
        assertThat(Instant.parse(known.path("created").asText())).isBefore(Instant.now());
        assertThat(known.has("inUseBy")).isFalse();
        succeed("volume", "inspect", "data");
        assertThat(host.output()).contains("volume", "free inside", "in use by", "nobody");
        assertThat(json("volume", "check", "data").path("sound").asBoolean()).isTrue();
        assertThat(json("volume", "rm", "data").toString()).isEqualTo("[\"data\"]");
        assertThat(json("volume", "ls")).isEmpty();
    }

    @Test
    void aGigabyteIsUsual() throws Exception {
        assertThat(json("volume", "create", "data").path("bytes").asLong()).isEqualTo(1L << 30);
    }

    @Test
    void whatCannotBeIsRefusedInTwoLines() {
        fail("volume", "create", "../x");
        assertThat(host.errors())
                .isEqualTo("ristretto: '../x' is no name for a volume: use up to 63 letters, digits and . _ -,"
                        + " a letter or digit first\n");
        fail("volume", "create", "data", "--size", "4M");
        assertThat(host.errors()).startsWith("ristretto: A volume has from 8M to 16T, not 4194304 bytes\n");
        fail("volume", "create", "data", "--size", "much");
        assertThat(host.errors()).contains("'much' is not an amount of memory");
        fail("volume", "inspect", "data");
        assertThat(host.errors())
                .isEqualTo("ristretto: No volume is called data. There are none yet; make one with:"
                        + " ristretto volume create data\n");
        assertThat(volumes).doesNotExist();
    }

    @Test
    void ofSeveralOneThatFailsHindersNone() {
        succeed("volume", "create", "a", "--size", "8M");
        succeed("volume", "create", "b", "--size", "8M");
        fail("volume", "rm", "a", "x", "b");
        assertThat(host.output()).isEqualTo("a\nb\n");
        assertThat(host.errors()).isEqualTo("ristretto: No volume is called x. There are b.\n");
    }

    @Test
    void aDamagedVolumeIsToldFaultByFaultWithStatusOne() throws Exception {
        succeed("volume", "create", "data", "--size", "8M");
        try (FileChannel disk = FileChannel.open(volumes.resolve("data/disk"), StandardOpenOption.WRITE)) {
            disk.truncate(0);
        }
        assertThat(host.run("volume", "check", "data")).isEqualTo(1);
        assertThat(host.output()).startsWith("data: superblock: ");
        assertThat(host.run("volume", "check", "data", "--format", "json")).isEqualTo(1);
        assertThat(host.json().path("sound").asBoolean()).isFalse();
        assertThat(host.json().path("faults")).hasSize(1);
        assertThat(json("volume", "inspect", "data").get(0).has("freeBytes")).isFalse();
    }

    @Test
    void standardStreamsStandForFiles() throws Exception {
        succeed("volume", "create", "data", "--size", "8M");
        succeed("volume", "export", "data", "-");
        byte[] image = host.bytes();
        assertThat(volumes.resolve("data/disk")).hasBinaryContent(image);
        host.type(image);
        succeed("volume", "import", "copy", "-");
        assertThat(host.output()).isEqualTo("copy\n");
        host.type("no image".getBytes(StandardCharsets.UTF_8));
        fail("volume", "import", "other", "-");
        assertThat(host.errors()).startsWith("ristretto: What has come cannot be a volume: superblock: ");
        fail("volume", "export", "data", "-", "--format", "json");
        assertThat(host.errors()).contains("Leave --format out");
        host.beTerminal();
        fail("volume", "export", "data", "-");
        assertThat(host.errors()).contains("lead it to a file or a program");
    }

    @Test
    void pruneAsksWhereThereIsSomebody() throws Exception {
        succeed("volume", "create", "a", "--size", "8M");
        succeed("volume", "create", "b", "--size", "8M");
        succeed("volume", "prune", "--dry-run");
        assertThat(host.output()).startsWith("would remove a\nwould remove b\nwould free ");
        fail("volume", "prune");
        assertThat(host.errors())
                .isEqualTo("ristretto: There is nobody to ask whether a, b may go with all that is in them\n"
                        + "Add -f if that is meant; --dry-run only says what it would be\n");
        host.beTerminal();
        for (String answer : List.of("", "\n", "n\n", "maybe\n")) {
            host.type(answer.getBytes(StandardCharsets.UTF_8));
            succeed("volume", "prune");
            assertThat(host.errors()).isEqualTo("Remove a, b with all that is in them? [y/N] ");
            assertThat(host.output()).isEqualTo("freed 0 B: 0 volumes\n");
        }
        host.type("y\n".getBytes(StandardCharsets.UTF_8));
        succeed("volume", "prune");
        assertThat(host.output()).startsWith("removed a\nremoved b\nfreed ").endsWith(": 2 volumes\n");
        assertThat(json("volume", "ls")).isEmpty();
    }

    @Test
    void pruneWithoutAQuestionAndWithoutVolumes() throws Exception {
        succeed("volume", "prune");
        assertThat(host.output()).isEqualTo("freed 0 B: 0 volumes\n");
        succeed("volume", "create", "a", "--size", "8M");
        JsonNode pruned = json("volume", "prune", "-f");
        assertThat(pruned.path("volumes").toString()).isEqualTo("[\"a\"]");
        assertThat(pruned.path("bytes").asLong()).isPositive();
    }

    @Test
    void theSystemCountsVolumesAndLeavesThem() throws Exception {
        succeed("volume", "create", "data", "--size", "8M");
        JsonNode usage = json("system", "df").get(5);
        assertThat(usage.path("kind").asText()).isEqualTo("volumes");
        assertThat(usage.path("count").asInt()).isEqualTo(1);
        assertThat(usage.path("bytes").asLong()).isPositive();
        assertThat(usage.path("reclaimableBytes").asLong()).isZero();
        succeed("system", "prune", "--all");
        assertThat(host.output()).endsWith("1 volumes that nobody uses stay; --volumes removes those too\n");
        assertThat(json("volume", "ls")).hasSize(1);
    }

    @Test
    void whatAServiceNamesStaysAndIsShownAsItsOwn() throws Exception {
        for (String name : List.of("data-1", "data-2", "other")) {
            succeed("volume", "create", name, "--size", "8M");
        }
        VolumeStore store = new VolumeStore(volumes);
        store.keep(List.of(new VolumeClaim("web", "data", true)));
        JsonNode volumes = json("volume", "ls");
        assertThat(volumes.get(1).path("keptFor").asText()).isEqualTo("web/2");
        assertThat(volumes.get(2).has("keptFor")).isFalse();
        succeed("volume", "ls");
        assertThat(host.output().lines().map(line -> line.replaceAll(" +", " ")))
                .anyMatch(line -> line.startsWith("data-1 8 MiB ") && line.contains(" web/1 "));
        succeed("volume", "inspect", "data-1");
        assertThat(host.output()).containsPattern("(?m)^service +web/1$");
        fail("volume", "rm", "data-1");
        assertThat(host.errors()).contains("is kept for service web", "ristretto service rm web");
        assertThat(json("system", "df").get(5).path("used").asInt()).isEqualTo(2);
        succeed("volume", "prune", "-f");
        assertThat(host.output()).startsWith("removed other\n").endsWith(": 1 volumes\n");
        assertThat(json("volume", "ls")).hasSize(2);
    }

    @Test
    void theSystemIsPrunedOfVolumesOnlyIfThatIsAskedFor() throws Exception {
        succeed("volume", "create", "data", "--size", "8M");
        fail("system", "prune", "--volumes");
        assertThat(host.errors()).contains("There is nobody to ask whether data may go");
        JsonNode dry = json("system", "prune", "--volumes", "--dry-run");
        assertThat(dry.path("volumes").toString()).isEqualTo("[\"data\"]");
        assertThat(json("volume", "ls")).hasSize(1);
        JsonNode freed = json("system", "prune", "--volumes", "-f");
        assertThat(freed.path("bytes").asLong())
                .isPositive()
                .isEqualTo(dry.path("bytes").asLong());
        assertThat(json("volume", "ls")).isEmpty();
    }

    @Test
    void downRemovesTheVolumesOfAProjectOnlyIfThatIsAskedFor() throws Exception {
        for (String name : List.of("data-1", "data-7", "cache", "given", "words", "data-x")) {
            succeed("volume", "create", name, "--size", "8M");
        }
        Path file = Files.writeString(folder.resolve("ristretto.yaml"), """
                services:
                  web: {image: shop, volumes: ['data:/data', 'words:/words:ro']}
                instances:
                  db: {image: shop, volumes: ['cache:/data,size=1G', 'given:/words']}
                """);
        succeed("down", "-f", file.toString());
        assertThat(json("volume", "ls")).hasSize(6);
        JsonNode steps = json("down", "-f", file.toString(), "--volumes");
        assertThat(steps).hasSize(3);
        assertThat(steps.get(0).toString())
                .isEqualTo("{\"action\":\"remove\",\"kind\":\"volume\",\"name\":\"cache\",\"changes\":[]}");
        assertThat(json("volume", "ls"))
                .extracting(volume -> volume.path("name").asText())
                .containsExactly("data-x", "given", "words");
    }

    /** Ctrl-C in the middle of an image that comes by a pipe. */
    @Test
    void anInterruptedImportLeavesNothing() throws Exception {
        succeed("volume", "create", "data", "--size", "8M");
        try (CommandProcesses processes = new CommandProcesses(folder)) {
            Process process = processes.start(ProcessBuilder.Redirect.PIPE, List.of("volume", "import", "copy", "-"));
            // More than a pipe holds: once it is written, reading has begun.
            process.getOutputStream().write(new byte[4 << 20]);
            process.getOutputStream().flush();
            assertThat(new ProcessBuilder("kill", "-INT", Long.toString(process.pid()))
                            .start()
                            .waitFor())
                    .isZero();
            assertThat(process.waitFor()).isEqualTo(130);
            assertThat(process.errorReader().lines())
                    .containsExactly("ristretto: interrupted; nothing is left of copy");
        }
        try (Stream<Path> left = Files.list(volumes.resolve(".staging"))) {
            assertThat(left.map(file -> file.getFileName().toString())).containsExactly("lock");
        }
        assertThat(json("volume", "ls")).hasSize(1);
    }

    private static void requireClean(Path disk) throws Exception {
        if (Files.isExecutable(CHECKER) || "true".equals(System.getenv("CI"))) {
            Command.Result result =
                    Command.run(List.of(CHECKER.toString(), "-fn", disk.toString()), Duration.ofMinutes(1));
            assertThat(result.status()).as(result.output()).isZero();
        }
    }

    private void succeed(String... words) {
        assertThat(host.run(words)).as("%s: %s", List.of(words), host.errors()).isZero();
    }

    private void fail(String... words) {
        assertThat(host.run(words)).as("%s: %s", List.of(words), host.output()).isEqualTo(125);
        assertThat(host.errors().lines()).hasSizeLessThan(3);
    }

    private JsonNode json(String... words) throws Exception {
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--format", "json"));
        succeed(all.toArray(String[]::new));
        return host.json();
    }
}
