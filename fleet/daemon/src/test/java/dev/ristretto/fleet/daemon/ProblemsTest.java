package dev.ristretto.fleet.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ristretto.fleet.api.error.FleetException;
import dev.ristretto.fleet.api.error.FleetException.Kind;
import dev.ristretto.fleet.client.FleetClient;
import dev.ristretto.fleet.daemon.http.ApiServer;
import dev.ristretto.fleet.daemon.http.Problems;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a client hears of work that fails in ways that are nobody's intention. */
@Timeout(60)
class ProblemsTest {

    @TempDir
    Path folder;

    private void whenWorkFails(Problems.Work work, String message) throws Exception {
        Daemon.Limits limits = Daemon.Limits.ofHeap(SimulatedDaemon.HEAP);
        Path socket = folder.resolve("socket");
        try (ApiServer server = new ApiServer(socket, limits.owner(), limits.network())) {
            server.start((request, exchange) -> Problems.answer(exchange, work));
            assertThatThrownBy(() -> new FleetClient(socket).getStatus())
                    .isInstanceOfSatisfying(
                            FleetException.class, e -> assertThat(e.kind()).isEqualTo(Kind.FAILURE))
                    .hasMessageContaining(message);
        }
    }

    @Test
    void anExceptionIsNamed() throws Exception {
        whenWorkFails(
                () -> {
                    throw new IllegalStateException("odd");
                },
                "The daemon failed: java.lang.IllegalStateException: odd");
    }

    @Test
    void aClassThatCannotBeReadIsNamedAndTheRemedyToo() throws Exception {
        whenWorkFails(
                () -> {
                    throw new ClassFormatError("Incompatible magic value 0 in class file A");
                },
                "magic value 0 in class file A), and does not try again: have it start anew, with 'ristretto daemon stop'");
    }
}
