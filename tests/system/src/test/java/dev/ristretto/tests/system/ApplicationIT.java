package dev.ristretto.tests.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ristretto.tests.system.CommandRun.Result;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an application is given and what it gives back, wherever it runs. */
class ApplicationIT {

    private static String image = "";

    @BeforeAll
    static void build() throws Exception {
        image = Fixtures.behaviour();
    }

    @Test
    void argumentsArriveAsTheyWereGiven() throws Exception {
        Result result = run("--", "arguments", "two words", "--option", "-Da=b", "-Xmx1m", "ü%20", "")
                .mustSucceed();
        assertThat(result.output()).isEqualTo("[arguments, two words, --option, -Da=b, -Xmx1m, ü%20, ]\n");
    }

    @Test
    void propertiesComeFromTheCommandAndFromTheEnvironment() throws Exception {
        Result result = run(
                        "-D",
                        "first=a b = ü",
                        "-Dsecond",
                        "-e",
                        "JDK_JAVA_OPTIONS=-Dthird='c d' -Dfirst=lost -XX:+UseG1GC",
                        "--",
                        "properties",
                        "first",
                        "second",
                        "third",
                        "user.home")
                .mustSucceed();
        assertThat(result.output()).isEqualTo("a b = ü\n\nc d\n/root\n");
        assertThat(result.errors())
                .contains("JDK_JAVA_OPTIONS: -XX:+UseG1GC means nothing to a unikernel and is ignored\n");
    }

    @Test
    void theHeapIsAsLargeAsTheEnvironmentSaysIfThereIsMemory() throws Exception {
        Result small = run("-m", "256M", "-e", "JAVA_TOOL_OPTIONS=-Xmx31m", "--", "heap")
                .mustSucceed();
        assertThat(small.output()).isEqualTo("31\n");
        Result large = run("-e", "JAVA_TOOL_OPTIONS=-Xmx9g", "--", "heap").mustSucceed();
        assertThat(large.errors()).contains("-Xmx9216m: this instance has memory for a heap of", "-m");
    }

    @Test
    void environmentVariablesArriveAsTheyWereGiven() throws Exception {
        Result result = run("-e", "GREETING=good day = ü", "--", "environment").mustSucceed();
        assertThat(result.output()).isEqualTo("good day = ü\n");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 7, 255})
    void theExitStatusIsTheApplicationsOwn(int status) throws Exception {
        assertThat(run("--", "exit", Integer.toString(status)).status()).isEqualTo(status);
    }

    @Test
    void standardErrorIsApartFromStandardOutput() throws Exception {
        Result result = run("--", "both").mustSucceed();
        assertThat(result.output()).isEqualTo("output 1\noutput 2\n");
        assertThat(result.errors()).endsWith("error 1\nerror 2\n");
    }

    @Test
    void standardErrorAndOutputComeInTheirOrderWhereBothLeadToTheSame() throws Exception {
        Result result = CommandRun.runWithOneOutput("run", image, "--as", RunsAs.ANYTHING, "--", "both")
                .mustSucceed();
        assertThat(result.output()).endsWith("output 1\nerror 1\noutput 2\nerror 2\n");
    }

    @Test
    void anUncaughtExceptionGivesItsStackTraceAndStatus1() throws Exception {
        Result result = run("--", "throw");
        assertThat(result.status()).isEqualTo(1);
        assertThat(result.errors())
                .containsSubsequence(
                        "java.lang.IllegalStateException: thrown on purpose",
                        "at Behaviour.inner(Behaviour.java:",
                        "at Behaviour.outer(Behaviour.java:",
                        "at Behaviour.main(Behaviour.java:");
    }

    @Test
    void everythingPrintedArrivesBeforeTheEnd() throws Exception {
        List<String> lines =
                run("--", "print", "20000").mustSucceed().output().lines().toList();
        assertThat(lines).hasSize(20000);
        assertThat(lines.getLast()).isEqualTo("line 19999 of a long output");
    }

    private static Result run(String... options) throws Exception {
        List<String> command = new ArrayList<>(List.of("run", image, "--as", RunsAs.ANYTHING));
        command.addAll(List.of(options));
        return CommandRun.run(command.toArray(String[]::new));
    }
}
