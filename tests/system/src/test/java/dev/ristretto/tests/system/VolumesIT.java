package dev.ristretto.tests.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ristretto.tests.system.CommandRun.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Files that last: an instance's volume outlives it, whatever it ran as and however it ended.
 *
 * <p>{@code -Dristretto.it.kills=N} kills instances so often instead of a few times, {@code -Dristretto.it.seed=N} at
 * the moments of an earlier run.
 */
class VolumesIT {
    private static final int KILLS = Integer.getInteger("ristretto.it.kills", 5);
    private static final String PROCESS = "--as process";
    private static final String MICROVM = "--machine microvm";
    private static final String PC = "--machine q35";
    private static final String VOLUME = "keeper:/var/keeper";
    private static final Pattern KEPT = Pattern.compile("kept (\\d+)");

    private static final Path BROUGHT = Fixtures.SOURCES.resolve("differential");

    private static String image = "";

    @BeforeAll
    static void build() throws Exception {
        image = Fixtures.volumes(BROUGHT);
    }

    @BeforeEach
    void create() throws Exception {
        CommandRun.run("volume", "create", "keeper", "--size", "32M").mustSucceed();
    }

    @AfterEach
    void remove() throws Exception {
        CommandRun.run("volume", "rm", "keeper").mustSucceed();
    }

    private static String[] command(String as, String volume, String what) {
        return Stream.of(List.of("run", image), List.of(as.split(" ")), List.of("-v", volume, "--", what))
                .flatMap(List::stream)
                .toArray(String[]::new);
    }

    private static Result run(String as, String volume, String what) throws Exception {
        return CommandRun.run(command(as, volume, what));
    }

    private static void isSound() throws Exception {
        Result check = CommandRun.run("volume", "check", "keeper");
        assertThat(check.status()).as(check.output() + check.errors()).isZero();
        assertThat(check.output()).startsWith("keeper is sound");
    }

    @Test
    void whatOneInstanceWritesTheNextReads() throws Exception {
        int calls = 0;
        for (String as : List.of(PROCESS, MICROVM, PC, PROCESS)) {
            Result result = run(as, VOLUME, "count");
            assertThat(result.status()).as(result.errors()).isZero();
            assertThat(result.output())
                    .contains("calls before " + calls + ", ext4, " + (32 << 20))
                    .contains(calls > 0 ? "same true" : "calls")
                    .contains("another volume", "store of /tmp overlay");
            calls++;
            isSound();
        }
        assertThat(run(PROCESS, VOLUME, "halt").status()).isEqualTo(3);
        for (String as : List.of(PROCESS, MICROVM)) {
            Result reader = run(as, VOLUME + ":ro", "read");
            assertThat(reader.output())
                    .contains(
                            "calls 4, written last", "halted true", "a/b/big", "refused: /var/keeper/count: Read-only");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {PROCESS, MICROVM, PC})
    void anImageHasTheFilesThatItWasBuiltWithAndCanChangeThemInMemory(String as) throws Exception {
        List<Path> files;
        try (Stream<Path> all = Files.walk(BROUGHT)) {
            files = all.filter(Files::isRegularFile).sorted().toList();
        }
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        for (Path file : files) {
            digest.update(Files.readAllBytes(file));
        }
        String before = "files " + files.size() + " " + HexFormat.of().formatHex(digest.digest());
        for (int time = 0; time < 2; time++) {
            Result result = run(as, VOLUME, "brought");
            assertThat(result.status()).as(result.errors()).isZero();
            assertThat(result.output())
                    .contains(before, "appended true", "left " + (files.size() - 1) + " false", "store overlay");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {PROCESS, MICROVM, PC})
    void aFolderOfThisComputerIsSeenAndChanged(String as, @TempDir Path folder) throws Exception {
        Result writer = run(as, folder + ":/var/keeper", "count");
        assertThat(writer.status()).as(writer.errors()).isZero();
        assertThat(writer.output()).contains("calls before 0, 9p, ", "another volume");
        assertThat(folder.resolve("count")).hasContent("1");
        assertThat(folder.resolve("a/b/big")).hasSize(3_000_000);
        Files.writeString(folder.resolve("count"), "7");
        Result reader = run(as, folder + ":/var/keeper:ro", "read");
        assertThat(reader.status()).as(reader.errors()).isZero();
        assertThat(reader.output())
                .contains("calls 7, written last", "a/b/big", "refused: /var/keeper/count: Read-only");
        assertThat(folder.resolve("count")).hasContent("7");
    }

    @Test
    void aFolderIsForTheForegroundAlone(@TempDir Path folder) throws Exception {
        Result detached = CommandRun.run("run", "-d", image, "-v", folder + ":/var/keeper", "--", "count");
        assertThat(detached.status()).isEqualTo(125);
        assertThat(detached.errors()).contains(folder + " is a folder of a computer, which only what runs in the");
    }

    @Test
    void aVolumeHasOneWriterAndIsNotRemovedMeanwhile() throws Exception {
        try (CommandRun writer = CommandRun.start(command(PROCESS, VOLUME, "append"))) {
            writer.awaitOutput("kept 1\n");
            for (String as : List.of(PROCESS, MICROVM)) {
                Result second = run(as, VOLUME, "count");
                assertThat(second.status()).isEqualTo(125);
                assertThat(second.errors()).contains("Volume keeper is in use by instance it-volumes");
            }
            Result removal = CommandRun.run("volume", "rm", "keeper");
            assertThat(removal.status()).isEqualTo(125);
            writer.signal("INT");
            assertThat(writer.await().status()).isEqualTo(143);
        }
        isSound();
    }

    @Test
    void whatCannotBeMountedIsSaid() throws Exception {
        Result elsewhere = run(PROCESS, "keeper:/elsewhere", "count");
        assertThat(elsewhere.status()).isEqualTo(125);
        assertThat(elsewhere.errors())
                .contains("The image it-volumes has no volume at /elsewhere, only at /var/keeper")
                .contains("Build it with --volume /elsewhere");
        Result unknown = run(PROCESS, "nothing:/var/keeper", "count");
        assertThat(unknown.status()).isEqualTo(125);
        assertThat(unknown.errors()).contains("No volume is called nothing");
        Result none = CommandRun.run("run", image, "--as", "process", "--", "lines");
        assertThat(none.errors()).contains("what is written to /var/keeper goes with the instance");
    }

    @ParameterizedTest
    @ValueSource(strings = {PROCESS, MICROVM})
    void whatWasAcknowledgedOutlivesAnInstanceThatIsKilled(String as) throws Exception {
        long seed = Long.getLong("ristretto.it.seed", System.nanoTime());
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        long kept = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            try (CommandRun writer = CommandRun.start(command(as, VOLUME, "append"))) {
                writer.awaitOutput("kept " + (kept + 1 + random.nextInt(30)) + "\n");
                writer.children().forEach(ProcessHandle::destroyForcibly);
                String output = writer.await().output();
                kept = KEPT.matcher(output)
                        .results()
                        .mapToLong(match -> Long.parseLong(match.group(1)))
                        .max()
                        .orElseThrow();
            }
            isSound();
            Result result = run(PROCESS, VOLUME, "lines");
            assertThat(result.status()).as(result.errors()).isZero();
            MatchResult found = Pattern.compile("lines (\\d+)")
                    .matcher(result.output())
                    .results()
                    .findFirst()
                    .orElseThrow();
            assertThat(Long.parseLong(found.group(1))).isGreaterThanOrEqualTo(kept);
            kept = Long.parseLong(found.group(1));
        }
    }
}
