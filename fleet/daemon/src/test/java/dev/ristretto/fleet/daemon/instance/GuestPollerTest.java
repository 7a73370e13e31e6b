package dev.ristretto.fleet.daemon.instance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ristretto.fleet.daemon.simulation.SimulatedHypervisor;
import dev.ristretto.run.vmm.Outcome;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class GuestPollerTest {

    @TempDir
    Path folder;

    private final GuestPoller guests = new GuestPoller();
    private SimulatedFleet fleet;

    @BeforeEach
    void open() {
        fleet = new SimulatedFleet(folder, new Random(1));
        fleet.create("a", "no");
        fleet.create("b", "no");
        fleet.settle();
    }

    @AfterEach
    void close() {
        fleet.close();
    }

    @Test
    void thoseThatRunAreAsked() throws Exception {
        assertThat(guests.ask(fleet.reconcilers)).containsOnlyKeys("a", "b").containsValue(SimulatedHypervisor.FIGURES);
        fleet.hypervisor.endAny(new Outcome.Exited(0));
        fleet.settle();
        assertThat(guests.ask(fleet.reconcilers)).hasSize(1);
    }

    @Test
    void whoDoesNotAnswerIsToldByItsLastAnswerAndAskedNoMore() throws Exception {
        guests.ask(fleet.reconcilers);
        fleet.hypervisor.figures = new CompletableFuture<>();
        assertThat(guests.ask(fleet.reconcilers)).containsOnlyKeys("a", "b");
        int asked = fleet.hypervisor.questions;
        assertThat(guests.ask(fleet.reconcilers)).containsOnlyKeys("a", "b");
        assertThat(fleet.hypervisor.questions).isEqualTo(asked);
        guests.retain(List.of());
        assertThat(guests.ask(fleet.reconcilers)).as("it has never answered").isEmpty();
    }
}
