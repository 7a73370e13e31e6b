package dev.ristretto.tools.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ristretto.fleet.daemon.SimulatedDaemon;
import dev.ristretto.fleet.daemon.simulation.SimulatedImages;
import dev.ristretto.image.model.Image;
import dev.ristretto.image.model.ImageConfiguration;
import dev.ristretto.image.model.ImageName;
import dev.ristretto.image.model.Provenance;
import dev.ristretto.image.store.ImageStore;
import dev.ristretto.tools.cli.terminal.HostileText;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** Nothing that comes from instances, images, daemons or users has a terminal do anything but show it. */
@Timeout(120)
class HostileNamesTest {

    private final long seed = new Random().nextLong();
    private final Random random = new Random(seed);

    @TempDir
    Path folder;

    private SimulatedDaemon daemon;
    private HostileDaemon between;
    private TestHost host;

    @BeforeEach
    void start() throws Exception {
        System.out.println("seed " + seed);
        daemon = SimulatedDaemon.ofUser(folder.resolve("theirs/ristretto"));
        between = new HostileDaemon(folder.resolve("theirs/ristretto/fleet/run/daemon.sock"), random);
        daemon.create("web", Map.of("tier", "back"));
        daemon.createService("shop", 1);
        host = new TestHost(folder.resolve("mine"));
        host.beTerminal();
        assertThat(host.run("context", "add", "far", "--url", between.url(), "--token", "t"))
                .isZero();
        assertThat(host.run("context", "use", "far")).isZero();
    }

    @AfterEach
    void stop() throws Exception {
        between.close();
        daemon.close();
    }

    /** What commands print of a daemon that lies, each as a table and as JSON. */
    @Test
    void whateverADaemonAnswersIsShown() {
        List<String> printing = List.of(
                "ps -a",
                "inspect --instance web",
                "events",
                "audit",
                "stats",
                "stats web",
                "top",
                "service ls",
                "service ps shop",
                "service inspect shop",
                "token ls",
                "token create laptop --role viewer",
                "stop -t 0 web",
                "wait web",
                "start web",
                "restart -t 0 web",
                "stop --label tier=back -t 0",
                "service scale shop 1 --detach",
                "service rollback shop",
                "rm -f web",
                "service rm --detach shop",
                "stop nobody",
                "logs nobody",
                "service inspect nobody",
                "console --print");
        for (String command : printing) {
            for (String format : List.of("table", "json")) {
                List<String> words = new ArrayList<>(List.of(command.split(" ")));
                words.addAll(List.of("--format", format));
                int status = run(words);
                boolean fails = command.contains("nobody")
                        || command.contains("label")
                        || command.contains("roll")
                        || format.equals("json");
                assertThat(status == 0 || fails || command.startsWith("wait"))
                        .as("%s ends with %d: %s", words, status, host.errors())
                        .isTrue();
            }
        }
    }

    @Test
    void whatCannotBeUnderstoodIsShownToo() {
        between.beEverywhere();
        for (String command :
                List.of("ps", "service ls", "events", "token ls", "inspect --instance web", "stop -t 0 web")) {
            run(List.of(command.split(" ")));
        }
    }

    @Test
    void aRowIsALineWhateverIsInIt() {
        assertThat(run(List.of("ps", "-a"))).isZero();
        // A heading, and two instances.
        assertThat(host.output().lines()).hasSize(3);
        assertThat(run(List.of("service", "ls"))).isZero();
        assertThat(host.output().lines()).hasSize(2);
        assertThat(run(List.of("__names", "instances"))).isZero();
        assertThat(host.output()).isEmpty();
    }

    @Test
    void whatIsInImagesIsShown() throws Exception {
        ImageStore theirs = new ImageStore(folder.resolve("friend"));
        Image image = SimulatedImages.put(
                theirs,
                "tool",
                new ImageConfiguration(
                        "amd64",
                        hostile(),
                        List.of(hostile()),
                        Map.of(hostile(), hostile()),
                        List.of(hostile()),
                        1 << 20,
                        List.of()));
        ImageStore mine = new ImageStore(folder.resolve("mine/ristretto/images"));
        for (Map.Entry<String, Path> file : theirs.files(image).entrySet()) {
            mine.receive(file.getKey(), Files.newInputStream(file.getValue()));
        }
        mine.adopt(ImageName.parse("tool"), image.digest(), new Provenance(hostile(), Instant.now()), false);
        for (String command : List.of(
                "images",
                "images --verify",
                "inspect tool",
                "inspect --all tool",
                "inspect tool --format json",
                "rmi tool")) {
            assertThat(run(List.of(command.split(" ")))).as(command).isZero();
        }
    }

    @Test
    void consolesAreShownUnlessTheUserWantsThemAsTheyAre() {
        String console =
                "one\r\n" + HostileText.of(random, 400) + "\nshop-1-1 | forged\rshop-1-1 | forged\u0085x | y\u2028z | ";
        daemon.print(console);
        for (String command : List.of("logs web", "logs web shop-1-1", "logs web --format json")) {
            run(List.of(command.split(" ")));
            assertThat(host.output()).as(command).contains("one");
        }
        assertThat(run(List.of("logs", "web", "shop-1-1"))).isZero();
        assertThat(host.output().lines()).allMatch(line -> line.startsWith("web | ") || line.startsWith("shop-1-1 | "));
        assertThat(host.output()
                        .lines()
                        .filter(line -> line.startsWith("shop-1-1 | "))
                        .toList())
                .hasSize((int) host.output()
                        .lines()
                        .filter(line -> line.startsWith("web | "))
                        .count());
        assertThat(host.run("logs", "--raw", "web")).isZero();
        assertThat(host.output()).startsWith("one\r\n").contains("shop-1-1 | forged\rshop-1-1");
        assertThat(host.run("logs", "--raw", "web", "shop-1-1")).isEqualTo(125);
        assertThat(host.errors()).startsWith("ristretto: --raw is for a single instance");
    }

    /** What users have typed, or copied from somewhere, is told back in messages. */
    @Test
    void whateverIsTypedIsShown() {
        List<CommandSpec> leaves = new ArrayList<>();
        collect(Main.commandLine(host.host()), leaves);
        assertThat(leaves).hasSizeGreaterThan(40);
        for (CommandSpec command : leaves) {
            List<String> words = new ArrayList<>(List.of(command.qualifiedName().split(" "))
                    .subList(1, command.qualifiedName().split(" ").length));
            List<String> options = command.options().stream()
                    .filter(option -> option.arity().max() > 0)
                    .map(option -> option.longestName())
                    .toList();
            if (!options.isEmpty()) {
                run(with(words, options.get(random.nextInt(options.size())), hostile()));
            }
            run(with(words, hostile(), "--verbose", hostile()));
            run(with(words, "--" + hostile()));
        }
        run(List.of(hostile()));
    }

    private static List<String> with(List<String> words, String... more) {
        List<String> all = new ArrayList<>(words);
        all.addAll(Arrays.asList(more));
        return all;
    }

    private int run(List<String> words) {
        int status = host.run(words.toArray(String[]::new));
        HostileText.assertHarmless(host.output(), words + ", seed " + seed);
        HostileText.assertHarmless(host.errors(), "errors of " + words + ", seed " + seed);
        return status;
    }

    private String hostile() {
        return HostileText.of(random, 10).replace("\u0000", "").replaceAll("[\\ud800-\\udfff]", "") + "\u001b[2J";
    }

    private static void collect(CommandLine command, List<CommandSpec> leaves) {
        if (command.getSubcommands().isEmpty()) {
            leaves.add(command.getCommandSpec());
        }
        command.getSubcommands().values().forEach(sub -> collect(sub, leaves));
    }
}
