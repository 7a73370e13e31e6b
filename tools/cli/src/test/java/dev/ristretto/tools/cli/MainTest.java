package dev.ristretto.tools.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ristretto.fleet.client.FleetClient;
import dev.ristretto.run.vmm.AttachedInstance;
import dev.ristretto.run.vmm.Capability;
import dev.ristretto.run.vmm.Finding;
import dev.ristretto.run.vmm.Hypervisor;
import dev.ristretto.run.vmm.InstanceSpecification;
import dev.ristretto.tools.cli.host.CommandNames;
import dev.ristretto.tools.cli.host.Host;
import dev.ristretto.tools.cli.terminal.TerminalStreams;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.Command;

/** What commands print and how they end, without images or virtual machines. */
class MainTest {

    @TempDir
    Path folder;

    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();

    @Test
    void aMistypedCommandIsAnsweredWithTheOneThatWasMeant() {
        assertThat(run("biuld", "x")).isEqualTo(125);
        assertThat(errors())
                .isEqualTo("ristretto: Unknown command 'biuld'. Did you mean 'build'?\nTry 'ristretto --help'.\n");
    }

    @Test
    void aMistypedOptionIsAnsweredWithTheOneThatWasMeant() {
        assertThat(run("images", "--formt", "json")).isEqualTo(125);
        assertThat(errors()).startsWith("ristretto: Unknown option '--formt'. Did you mean '--format'?\n");
    }

    @Test
    void anOptionOfTheApplicationIsSentBehindTheDashes() {
        assertThat(run("run", "hello", "--verbosely-colourful")).isEqualTo(125);
        assertThat(errors()).contains("Arguments of the application go behind --.");
    }

    @Test
    void aWrongValueIsExplainedInTheWordsOfItsOption() {
        assertThat(run("run", "hello", "-p", "8080")).isEqualTo(125);
        assertThat(errors()).contains("write [ADDRESS:]HOST:GUEST[/udp]").doesNotContain("\tat ");
        assertThat(errors().lines()).hasSize(2);
    }

    @Test
    void aNumberOfProcessorsIsFrom1To64() {
        for (String wrong : List.of("0", "-1", "65", "two", "1.5", "")) {
            for (List<String> command : List.of(
                    List.of("run", "hello"),
                    List.of("run", "-d", "hello"),
                    List.of("service", "create", "web", "--image", "hello"),
                    List.of("service", "update", "web"))) {
                errors.reset();
                List<String> words = new ArrayList<>(command);
                words.add("--cpus=" + wrong);
                assertThat(run(words.toArray(String[]::new))).isEqualTo(125);
                assertThat(errors())
                        .contains("'" + wrong + "' is not a number of processors: write one from 1 to 64, or auto")
                        .doesNotContain("\tat ");
            }
        }
        assertThat(folder.resolve("ristretto/fleet")).doesNotExist();
    }

    @Test
    void whatCannotWorkIsToldBeforeAnImageIsBuilt() throws Exception {
        // There is no installation here, so that a build would say so.
        Path jar = Files.writeString(folder.resolve("a.jar"), "");
        Path blocked = Files.writeString(folder.resolve("blocked"), "");
        for (String output :
                List.of(folder.toString(), blocked.resolve("x/kernel.elf").toString())) {
            assertThat(run("build", jar.toString(), "--output", output)).isEqualTo(125);
            assertThat(errors()).contains("--output " + output).doesNotContain("installation");
        }
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            errors.reset();
            assertThat(run("run", "-p", taken.getLocalPort() + ":8080", jar.toString()))
                    .isEqualTo(125);
            assertThat(errors()).contains("" + taken.getLocalPort()).doesNotContain("installation");
        }
        errors.reset();
        assertThat(run("run", "-d", "--name", "a b", jar.toString())).isEqualTo(125);
        assertThat(errors()).contains("'a b' is no name for an instance").doesNotContain("installation");
    }

    @Test
    void anUnknownImageIsOneLine() {
        assertThat(run("run", "hello")).isEqualTo(125);
        assertThat(errors()).startsWith("ristretto: ").contains("hello").doesNotContain("\tat ");
    }

    @Test
    void verboseAddsTheStackTrace() {
        assertThat(run("run", "hello", "--verbose")).isEqualTo(125);
        assertThat(errors()).contains("\tat dev.ristretto.");
    }

    @Test
    void anEmptyStoreListsNothing() throws Exception {
        assertThat(run("images", "--format", "json")).isZero();
        assertThat(json()).isEmpty();
    }

    @Test
    void withoutAFleetNothingIsListedAndNoDaemonIsStarted() throws Exception {
        assertThat(run("ps", "-a", "--format", "json")).isZero();
        assertThat(json()).isEmpty();
        assertThat(run("daemon", "status")).isEqualTo(1);
        assertThat(folder.resolve("ristretto/fleet")).doesNotExist();
    }

    @Test
    void aCommandAboutAnInstanceSaysThatThereIsNone() {
        assertThat(run("stop", "web")).isEqualTo(125);
        assertThat(errors()).isEqualTo("ristretto: There are no instances; make one with: ristretto run -d IMAGE\n");
    }

    @Test
    void whatNeedsADetachedInstanceSaysSo() {
        assertThat(run("run", "hello", "--restart", "always")).isEqualTo(125);
        assertThat(run("run", "-d", "--restart", "never", "hello")).isEqualTo(125);
        assertThat(run("logs", "web", "--since", "yesterday")).isEqualTo(125);
        assertThat(errors())
                .contains("--restart needs -d")
                .contains("'never' is not a restart policy: write no, on-failure, on-failure:N or always")
                .contains("'yesterday' is not a moment: write 30s, 10m, 2h, 1d");
    }

    @Test
    void foldersAreLookedAtBeforeAnythingHappens() {
        assertThat(run("run", "-v", "./no-such-folder:/etc/app:ro", "hello")).isEqualTo(125);
        assertThat(run("run", "-d", "-v", "./conf:/etc/app", "hello")).isEqualTo(125);
        assertThat(errors())
                .containsPattern("There is no folder /.*/no-such-folder for /etc/app\n")
                .contains("./conf is a folder of a computer, which only what runs in the foreground can see\n");
    }

    @Test
    void aServiceIsDescribedInWhole() throws Exception {
        assertThat(run("service", "ls", "--format", "json")).isZero();
        assertThat(json()).isEmpty();
        assertThat(run("service", "create", "web")).isEqualTo(125);
        assertThat(run("service", "create", "web", "--image", "x", "--target", "5"))
                .isEqualTo(125);
        assertThat(run("service", "create", "web", "--image", "x", "--max", "5"))
                .isEqualTo(125);
        assertThat(run("service", "create", "web", "--image", "x", "--scale-to-zero", "5m"))
                .isEqualTo(125);
        assertThat(run("service", "create", "web", "--image", "x", "--protocol", "udp"))
                .isEqualTo(125);
        assertThat(run("service", "create", "web", "--image", "./x")).isEqualTo(125);
        assertThat(run("service", "scale", "web", "5")).isEqualTo(125);
        assertThat(errors())
                .contains("--image is missing", "--target needs --max", "--min and --max need --target")
                .contains("A service that nobody can reach has nothing to scale by: add --publish HOST:GUEST")
                .contains("'udp' is no protocol of a service: write http or tcp")
                .contains("./x is a path: a service runs an image", "Build it first: ristretto build ./x")
                .contains("There are no services; make one with: ristretto service create NAME --image IMAGE");
        assertThat(folder.resolve("ristretto/fleet")).doesNotExist();
    }

    @Test
    void everyCommandOfServicesHasHelpWithAnExample() {
        for (String command : List.of("create", "update", "scale", "rollback", "rm", "ls", "ps", "inspect")) {
            output.reset();
            assertThat(run("service", command, "--help")).isZero();
            assertThat(output.toString(StandardCharsets.UTF_8)).contains("ristretto service " + command);
        }
    }

    @Test
    void labelsHealthChecksAndFiltersAreReadBeforeAnythingHappens() {
        assertThat(run("run", "hello", "--label", "tier=back")).isEqualTo(125);
        assertThat(run("run", "-d", "hello", "--label", "=back")).isEqualTo(125);
        assertThat(run("run", "-d", "hello", "--health", "ping")).isEqualTo(125);
        assertThat(run("run", "-d", "hello", "--health-interval", "10s")).isEqualTo(125);
        assertThat(run("run", "-d", "hello", "--health", "tcp", "--health-interval", "10"))
                .isEqualTo(125);
        assertThat(run("ps", "--filter", "colour=red")).isEqualTo(125);
        assertThat(run("ps", "--filter", "state=dead")).isEqualTo(125);
        assertThat(errors())
                .contains("--label and --health need -d", "'=back' is not a label: write KEY=VALUE")
                .contains("'ping' is not a health check: write http:/PATH")
                .contains("--health-interval and its like need --health")
                .contains("'dead' is no state of an instance: waiting, starting, running, stopping, ended")
                .contains("'10' is not a length of time: write 500ms, 10s, 5m, 2h or 90d")
                .contains("There is no filter 'colour'; there is: label, name, state, health, image, search\n");
    }

    @Test
    void aNameThatNoInstanceCanHaveIsRefused() throws Exception {
        Files.createDirectories(folder.resolve("ristretto/fleet/run"));
        FleetClient nobody = new FleetClient(folder.resolve("ristretto/fleet/run/daemon.sock"));
        assertThatThrownBy(() -> nobody.getInstance("../web"))
                .hasMessageStartingWith("'../web' is no name for an instance");
        assertThatThrownBy(() -> nobody.getInstance("web"))
                .hasMessageStartingWith("The daemon cannot be reached on ")
                .hasMessageContaining("Try again");
    }

    @Test
    void everyCommandIsKnownByTheNameThatItsClassSays() {
        for (String name : CommandNames.needed()) {
            assertThat(Commands.type(name).getAnnotation(Command.class).name()).isEqualTo(name);
        }
        assertThat(CommandNames.needed("run", "ps")).containsExactly("run");
        assertThat(CommandNames.needed("--verbose", "run")).isEqualTo(CommandNames.needed());
        assertThat(CommandNames.needed("help", "run")).isEqualTo(CommandNames.needed());
    }

    @Test
    void optionsOfAllCommandsWorkBehindAnyCommand() {
        assertThat(run("logs", "--help")).isZero();
        assertThat(output.toString(StandardCharsets.UTF_8)).contains("ristretto logs", "--follow", "--verbose");
        assertThat(run("stop", "--verbose", "web")).isEqualTo(125);
        assertThat(errors()).contains("There are no instances").contains("\tat ");
    }

    @Test
    void contextsAreAddedUsedAndForgotten() throws Exception {
        assertThat(run("context", "add", "prod", "--url", "https://fleet.example:7070", "--token", "rst_x"))
                .isZero();
        assertThat(run("context", "use", "prod")).isZero();
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(folder.resolve("ristretto/contexts.json"))))
                .isEqualTo("rw-------");
        assertThat(run("context", "ls", "--format", "json")).isZero();
        assertThat(json().toString())
                .isEqualTo("[{\"name\":\"local\",\"current\":false,\"url\":\"\"},"
                        + "{\"name\":\"prod\",\"current\":true,\"url\":\"https://fleet.example:7070\"}]")
                .doesNotContain("rst_x");
        assertThat(run("context", "rm", "prod")).isZero();
        output.reset();
        assertThat(run("ps", "--format", "json")).isZero();
        assertThat(json()).isEmpty();
    }

    @Test
    void aContextThatMakesNoSenseIsRefused() {
        assertThat(run("context", "add", "x", "--url", "http://fleet.example:7070", "--token", "t"))
                .isEqualTo(125);
        assertThat(run("context", "add", "x", "--url", "ftp://localhost", "--token", "t"))
                .isEqualTo(125);
        assertThat(run("context", "add", "local", "--url", "https://localhost", "--token", "t"))
                .isEqualTo(125);
        assertThat(run("context", "use", "nowhere")).isEqualTo(125);
        assertThat(errors())
                .contains("A token must not leave this computer unencrypted\nUse https://fleet.example:7070")
                .contains("'ftp://localhost' is not a URL of the form https://HOST:PORT")
                .contains("'local' is the user's own daemon")
                .contains("No context is called nowhere; there is local");
        assertThat(folder.resolve("ristretto/contexts.json")).doesNotExist();
    }

    @Test
    void theContextDecidesWhichDaemonIsAsked() {
        // Nobody listens on port 1.
        assertThat(run("context", "add", "far", "--url", "http://127.0.0.1:1", "--token", "t"))
                .isZero();
        assertThat(run("context", "use", "far")).isZero();
        assertThat(run("ps")).isEqualTo(125);
        assertThat(errors())
                .startsWith("ristretto: The daemon cannot be reached at http://127.0.0.1:1: ")
                .contains("ristretto context ls shows where commands go");
    }

    @Test
    void optionsOfTokensAndListeningAreChecked() {
        assertThat(run("token", "create", "x", "--role", "root")).isEqualTo(125);
        assertThat(run("token", "create", "x", "--role", "viewer", "--expires", "soon"))
                .isEqualTo(125);
        assertThat(run("daemon", "start", "--tls-key", "k")).isEqualTo(125);
        assertThat(errors())
                .contains("root")
                .contains("'soon' is not a length of time: write 500ms, 10s, 5m, 2h or 90d")
                .contains("--tls-certificate and --tls-key go together, and with --listen");
    }

    @Test
    void versionsArePrintedAsJson() throws Exception {
        assertThat(run("version", "--format", "json")).isZero();
        assertThat(json().path("ristretto").asText()).matches("\\d+\\.\\d+\\.\\d+(-SNAPSHOT)?");
        assertThat(json().path("jdk").asText()).startsWith("25");
    }

    @Test
    void doctorSaysTheRemedyAndEndsWithOneIfSomethingMustBeSolved() {
        assertThat(run("doctor")).isEqualTo(1);
        assertThat(output.toString(StandardCharsets.UTF_8)).contains("no test hypervisor", "-> buy one");
    }

    @Test
    void helpShowsEveryCommand() {
        assertThat(run("--help")).isZero();
        assertThat(output.toString(StandardCharsets.UTF_8))
                .contains("build", "run", "images", "rmi", "inspect", "doctor", "version", "Examples:")
                .contains(
                        "ps", "logs", "stats", "start", "stop", "restart", "rm", "wait", "events", "service", "daemon")
                .contains("console", "context", "token", "audit", "top", "up", "down", "diff");
    }

    @Test
    void helpOfBuildListsTheKeysOfItsOptions() {
        assertThat(run("build", "--help")).isZero();
        assertThat(output.toString(StandardCharsets.UTF_8)).contains("max-heap=SIZE");
    }

    @Test
    void theCompletionScriptKnowsTheCommands() {
        assertThat(run("completion")).isZero();
        assertThat(output.toString(StandardCharsets.UTF_8)).contains("complete", "inspect");
    }

    private int run(String... arguments) {
        Hypervisor hypervisor = new Hypervisor() {
            @Override
            public String name() {
                return "vm";
            }

            @Override
            public Set<Capability> capabilities() {
                return EnumSet.allOf(Capability.class);
            }

            @Override
            public AttachedInstance start(InstanceSpecification specification) {
                throw new AssertionError("nothing is to be started");
            }

            @Override
            public List<Finding> examine() {
                return List.of(Finding.problem("hypervisor", "no test hypervisor", "buy one"));
            }
        };
        Host host = new Host(
                Map.of(
                        "XDG_DATA_HOME",
                        folder.toString(),
                        "XDG_CACHE_HOME",
                        folder.toString(),
                        "XDG_CONFIG_HOME",
                        folder.toString()),
                Optional.empty(),
                InputStream.nullInputStream(),
                new TerminalStreams(
                        new PrintStream(output, true, StandardCharsets.UTF_8),
                        new PrintStream(errors, true, StandardCharsets.UTF_8),
                        false,
                        false),
                List.of(hypervisor));
        return Main.run(host, arguments);
    }

    private String errors() {
        return errors.toString(StandardCharsets.UTF_8);
    }

    private JsonNode json() throws Exception {
        return new ObjectMapper().readTree(output.toByteArray());
    }
}
