package dev.ristretto.fleet.daemon.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ristretto.fleet.api.InstanceView;
import dev.ristretto.fleet.api.state.InstanceState;
import dev.ristretto.fleet.api.syntax.InstanceFilter;
import dev.ristretto.fleet.daemon.instance.ConsoleRotation;
import dev.ristretto.fleet.daemon.model.EventQuery;
import dev.ristretto.fleet.daemon.simulation.SimulatedClock;
import dev.ristretto.fleet.daemon.simulation.SimulatedHypervisor;
import dev.ristretto.fleet.daemon.simulation.SimulatedImages;
import dev.ristretto.fleet.daemon.store.DatabaseFaults;
import dev.ristretto.fleet.launcher.FleetFolders;
import dev.ristretto.image.model.Image;
import dev.ristretto.image.store.ImageStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What must not grow with the number of instances, in operations; {@code benchmarks/fleet-simulated} has the times. */
@Timeout(60)
class ManyInstancesTest {

    private static final int INSTANCES = 50;

    private final SimulatedClock clock = new SimulatedClock();
    private final SimulatedHypervisor hypervisor = new SimulatedHypervisor(new Random(1), clock);

    @TempDir
    Path folder;

    private Fleet fleet;
    private DatabaseFaults database;

    @BeforeEach
    void open() throws Exception {
        ImageStore images = new ImageStore(folder.resolve("images"));
        Image image = SimulatedImages.put(images, "shop");
        fleet = new Fleet(new FleetFolders(folder.resolve("data")), images, hypervisor, clock);
        for (int i = 0; i < INSTANCES; i++) {
            fleet.instances().create(SimulatedImages.instance("i" + i, image, "always"));
        }
        awaitQuiet();
        database = new DatabaseFaults(fleet.database());
    }

    @AfterEach
    void close() {
        fleet.close();
    }

    @Test
    void listsAndFiguresDoNotAskTheDatabase() {
        assertThat(fleet.instances().list()).hasSize(INSTANCES);
        assertThat(fleet.instances().stream(InstanceFilter.ALL, "i30").limit(20))
                .hasSize(20);
        fleet.instances().get("i7");
        assertThat(fleet.instances().usage(InstanceFilter.ALL, List.of(), "")).isEmpty();
        fleet.sampling().look();
        fleet.services().list();
        assertThat(database.commits()).isZero();
    }

    @Test
    void aLookAtTheConsolesDoesNotAskTheDatabase() {
        ConsoleRotation.look(fleet.instances().reconcilers(), clock);
        ConsoleRotation.look(fleet.instances().reconcilers(), clock);
        assertThat(database.commits()).isZero();
    }

    @Test
    void nobodyHasAThreadWhileNothingHappens() {
        assertThat(fleet.instances().awake()).isZero();
    }

    /** What is wanted, that it is to stop, that it was killed, that it has ended; nothing of any other. */
    @Test
    void aStopByForceIsFourTransactions() throws Exception {
        fleet.instances().stop("i7", Duration.ZERO);
        assertThat(database.commits()).isEqualTo(4);
        assertThat(fleet.events(new EventQuery(true, OptionalLong.empty(), null, null, null), 4))
                .allMatch(event -> event.name().equals("i7"));
    }

    @Test
    void aStartIsThreeTransactions() throws Exception {
        fleet.instances().stop("i7", Duration.ZERO);
        int before = database.commits();
        InstanceView started = fleet.instances().start("i7");
        assertThat(started.state()).isEqualTo(InstanceState.RUNNING);
        assertThat(database.commits() - before).isEqualTo(3);
    }

    private void awaitQuiet() {
        while (fleet.instances().awake() > 0) {
            Thread.onSpinWait();
        }
    }
}
