package dev.ristretto.tests.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ristretto.tests.system.CommandRun.Result;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The Java runtime in an instance keeps Java's promises: {@code tests/runtime} passes all its checks.
 *
 * <p>{@code -Dristretto.it.repeat=10} runs it ten times in a row on each machine, with one processor and with
 * several, {@code -Dristretto.it.as=vm} on both
 * virtual machines instead of one and a process.
 */
class RuntimeIT {

    private static final int REPEAT = Integer.getInteger("ristretto.it.repeat", 1);
    private static final List<String> MICROVM = List.of("--machine", "microvm");
    private static final List<String> OTHER =
            RunsAs.ANYTHING.equals(RunsAs.VM) ? List.of("--machine", "q35") : List.of("--as", RunsAs.ANYTHING);

    private static Stream<List<String>> machines() {
        return IntStream.range(0, REPEAT)
                .boxed()
                .flatMap(run -> Stream.of(MICROVM, OTHER, with("4", MICROVM), with("2", OTHER)));
    }

    private static List<String> with(String processors, List<String> machine) {
        return Stream.concat(machine.stream(), Stream.of("--cpus", processors)).toList();
    }

    @ParameterizedTest
    @MethodSource("machines")
    void allChecksPass(List<String> machine) throws Exception {
        Result result =
                CommandRun.run(Stream.concat(Stream.of("run", Fixtures.runtime(), "-m", "256M"), machine.stream())
                        .toArray(String[]::new));
        assertThat(result.status()).as(result.output() + result.errors()).isZero();
    }
}
