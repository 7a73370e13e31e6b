package dev.ristretto.tests.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.condition.EnabledIf;

/** The same HTTP server in a process, with passt between it and the host. */
@TestInstance(Lifecycle.PER_CLASS)
@EnabledIf(
        value = "dev.ristretto.tests.system.RunsAs#passtIsInstalled",
        disabledReason = "passt is not installed; ./setup installs it")
class ProcessHttpIT extends HttpIT {
    /** More than an instance of this size lets in, so that those that wait are many, too. */
    private static final int UNFINISHED = 2500;

    private static final int CROWD = 3000;
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @Override
    String as() {
        return RunsAs.PROCESS;
    }

    /**
     * With the memory that an instance gets by itself, and more of each kind than there is memory for. An emulated
     * machine takes minutes for it: {@code benchmarks/siege}.
     */
    @Test
    void clientsThatNeverFinishNeitherEndItNorKeepOthersOut() throws Exception {
        int port = Fixtures.freePort();
        String image = Fixtures.example("hello-http");
        try (CommandRun server = CommandRun.start("run", image, "-p", port + ":8080", "--as", as())) {
            server.awaitOutput("Listening on port 8080");
            for (Siege.Kind kind : EnumSet.complementOf(EnumSet.of(Siege.Kind.CROWD))) {
                long seed = 20261129 + kind.ordinal();
                System.out.println("siege: " + kind + ", seed " + seed);
                try (Siege siege = new Siege(port, seed)) {
                    siege.attack(kind, UNFINISHED);
                    assertThat(siege.millisUntilServed()).as("%s", kind).isLessThan(PATIENCE.toMillis());
                    siege.pester(5);
                    assertThat(siege.millisUntilServed()).as("%s", kind).isLessThan(PATIENCE.toMillis());
                }
                try (Siege after = new Siege(port, seed)) {
                    assertThat(after.millisUntilServed()).as("after %s", kind).isLessThan(PATIENCE.toMillis());
                }
            }
            server.signal("INT");
            assertThat(server.await().status()).isEqualTo(143);
        }
    }

    /** It has room for a tenth of them at a time. */
    @Test
    void ofACrowdThatComesAtOnceNobodyIsLost() throws Exception {
        int port = Fixtures.freePort();
        try (CommandRun server =
                        CommandRun.start("run", Fixtures.example("hello-http"), "-p", port + ":8080", "--as", as());
                Siege crowd = new Siege(port, 20261129)) {
            server.awaitOutput("Listening on port 8080");
            assertThat(crowd.answeredOf(CROWD)).isEqualTo(CROWD);
            server.signal("INT");
            assertThat(server.await().status()).isEqualTo(143);
        }
    }
}
