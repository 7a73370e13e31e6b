package dev.ristretto.cli.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ristretto.cli.it.CommandRun.Result;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The Java runtime in an instance keeps Java's promises: {@code examples/check} passes all its checks. */
class RuntimeIT {

    @ParameterizedTest
    @ValueSource(strings = {"microvm", "q35"})
    void allChecksPass(String machine) throws Exception {
        Result result = CommandRun.run("run", Fixtures.example("check"), "-m", "256M", "--machine", machine);
        assertThat(result.status()).as(result.output() + result.errors()).isZero();
    }
}
