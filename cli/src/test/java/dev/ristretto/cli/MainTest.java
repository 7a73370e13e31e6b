package dev.ristretto.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ristretto.hypervisor.Finding;
import dev.ristretto.hypervisor.Hypervisor;
import dev.ristretto.hypervisor.Instance;
import dev.ristretto.hypervisor.InstanceSpecification;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
    void anUnknownImageIsOneLine() {
        assertThat(run("run", "hello")).isEqualTo(125);
        assertThat(errors()).startsWith("ristretto: ").contains("hello").doesNotContain("\tat ");
    }

    @Test
    void verboseAddsTheStackTrace() {
        assertThat(run("run", "hello", "-v")).isEqualTo(125);
        assertThat(errors()).contains("\tat dev.ristretto.");
    }

    @Test
    void anEmptyStoreListsNothing() throws Exception {
        assertThat(run("images", "--format", "json")).isZero();
        assertThat(json()).isEmpty();
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
                .contains("build", "run", "images", "rmi", "inspect", "doctor", "version", "Examples:");
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
            public Instance start(InstanceSpecification specification) {
                throw new AssertionError("nothing is to be started");
            }

            @Override
            public List<Finding> examine() {
                return List.of(Finding.problem("hypervisor", "no test hypervisor", "buy one"));
            }
        };
        Host host = new Host(
                Map.of("XDG_DATA_HOME", folder.toString(), "XDG_CACHE_HOME", folder.toString()),
                Optional.empty(),
                InputStream.nullInputStream(),
                new PrintStream(output, true, StandardCharsets.UTF_8),
                new PrintStream(errors, true, StandardCharsets.UTF_8),
                hypervisor,
                hypervisor);
        return Main.run(host, arguments);
    }

    private String errors() {
        return errors.toString(StandardCharsets.UTF_8);
    }

    private JsonNode json() throws Exception {
        return new ObjectMapper().readTree(output.toByteArray());
    }
}
