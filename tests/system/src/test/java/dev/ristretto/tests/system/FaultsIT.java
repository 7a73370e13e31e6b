package dev.ristretto.tests.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * System calls that fail, one at a time, in commands of the store and in the daemon: {@code tests/faults/run}.
 *
 * <p>{@code -Dristretto.it.faults=N} draws so many cases of each instead of a few.
 */
class FaultsIT {

    private static final int CASES = Integer.getInteger("ristretto.it.faults", 5);

    @BeforeEach
    void needTheTracer() throws Exception {
        assumeThat(Files.isExecutable(Path.of("/usr/bin/strace")))
                .as("strace is installed")
                .isTrue();
        Process tried = new ProcessBuilder("strace", "-qq", "-o", "/dev/null", "-e", "inject=fsync:error=EIO", "true")
                .redirectErrorStream(true)
                .start();
        assumeThat(tried.waitFor()).as("strace may trace here").isZero();
    }

    @Test
    void nothingIsHalfDoneAndNobodySeesAStackTrace() throws Exception {
        String image = Fixtures.example("hello");
        Process run = new ProcessBuilder(List.of(
                        "../faults/run",
                        "--store",
                        CommandRun.STATE.resolve("data/ristretto/images").toString(),
                        "--image",
                        image + ":latest",
                        "--cases",
                        Integer.toString(CASES)))
                .redirectErrorStream(true)
                .start();
        run.getOutputStream().close();
        String output = new String(run.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(run.waitFor()).as(output).isZero();
    }
}
