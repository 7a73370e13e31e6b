package dev.ristretto.tools.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;

/** What holds for all commands: they explain themselves with an example, and print JSON if they print anything. */
class EveryCommandTest {

    /** Why these have no {@code --format}. */
    private static final Map<String, String> WITHOUT_FORMAT = Map.of(
            "ristretto help", "prints help for people",
            "ristretto completion", "prints a script for a shell",
            "ristretto trace", "standard output is the application's",
            "ristretto cat", "prints what is in files");

    @TempDir
    Path folder;

    @TestFactory
    Stream<DynamicTest> everyCommandExplainsItselfAndPrintsJson() {
        List<CommandSpec> leaves = new ArrayList<>();
        collect(Main.commandLine(new TestHost(folder).host()), leaves);
        assertThat(leaves).hasSizeGreaterThan(40);
        return leaves.stream()
                .map(command -> DynamicTest.dynamicTest(command.qualifiedName(), () -> {
                    isExplained(command);
                    boolean format = command.findOption("--format") != null;
                    assertThat(format)
                            .as("--format of %s", command.qualifiedName())
                            .isNotEqualTo(WITHOUT_FORMAT.containsKey(command.qualifiedName()));
                }));
    }

    @Test
    void theExceptionsExist() {
        List<CommandSpec> leaves = new ArrayList<>();
        collect(Main.commandLine(new TestHost(folder).host()), leaves);
        assertThat(leaves).map(CommandSpec::qualifiedName).containsAll(WITHOUT_FORMAT.keySet());
    }

    @Test
    void whatHoldsCommandsShowsThem() {
        TestHost host = new TestHost(folder);
        for (String holder : List.of("service", "context", "token", "daemon", "system", "volume")) {
            assertThat(host.run(holder)).isZero();
            assertThat(host.output()).contains("Usage: ristretto " + holder, "Commands:", "Example");
        }
        assertThat(host.run("help", "service", "create")).isZero();
        assertThat(host.output()).contains("Usage: ristretto service create", "--surge");
        assertThat(host.run("help", "service", "creat")).isEqualTo(125);
        assertThat(host.errors()).startsWith("ristretto: There is no command 'service creat'. There is: create, ");
    }

    @Test
    void anUnknownWordBehindAnyCommandIsToldInTwoLines() {
        List<CommandSpec> leaves = new ArrayList<>();
        TestHost host = new TestHost(folder);
        collect(Main.commandLine(host.host()), leaves);
        for (CommandSpec command : leaves) {
            List<String> words = new ArrayList<>(List.of(command.qualifiedName().split(" ")));
            words.removeFirst();
            words.add("--no-such-option");
            assertThat(host.run(words.toArray(String[]::new)))
                    .as(command.qualifiedName())
                    .isEqualTo(125);
            assertThat(host.errors().lines())
                    .as(command.qualifiedName())
                    .hasSize(2)
                    .last()
                    .asString()
                    .startsWith("Try 'ristretto ");
        }
    }

    private static void isExplained(CommandSpec command) {
        String name = command.qualifiedName();
        assertThat(command.usageMessage().description())
                .as("description of %s", name)
                .isNotEmpty();
        assertThat(String.join(" ", command.usageMessage().description()))
                .as("description of %s", name)
                .endsWith(".");
        assertThat(String.join("\n", command.usageMessage().footer()))
                .as("example of %s", name)
                .contains(name);
        List<ArgSpec> arguments = new ArrayList<>(command.args());
        arguments.forEach(argument -> assertThat(String.join(" ", argument.description()))
                .as("description of %s of %s", argument.paramLabel(), name)
                .endsWith("."));
    }

    private static void collect(CommandLine command, List<CommandSpec> leaves) {
        if (command.getSubcommands().isEmpty()
                && !command.getCommandSpec().usageMessage().hidden()) {
            leaves.add(command.getCommandSpec());
        }
        command.getSubcommands().values().forEach(sub -> collect(sub, leaves));
    }
}
