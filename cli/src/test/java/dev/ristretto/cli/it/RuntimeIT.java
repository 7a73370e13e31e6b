package dev.ristretto.cli.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ristretto.cli.it.CommandRun.Result;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The Java runtime in an instance keeps Java's promises: {@code examples/check} passes all its checks.
 *
 * <p>{@code -Dristretto.it.repeat=10} runs it ten times in a row on each machine.
 */
class RuntimeIT {

    private static final int REPEAT = Integer.getInteger("ristretto.it.repeat", 1);

    private static Stream<String> machines() {
        return IntStream.range(0, REPEAT).boxed().flatMap(run -> Stream.of("microvm", "q35"));
    }

    @ParameterizedTest
    @MethodSource("machines")
    void allChecksPass(String machine) throws Exception {
        Result result = CommandRun.run("run", Fixtures.example("check"), "-m", "256M", "--machine", machine);
        assertThat(result.status()).as(result.output() + result.errors()).isZero();
    }
}
