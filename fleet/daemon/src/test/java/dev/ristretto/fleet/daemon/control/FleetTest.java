package dev.ristretto.fleet.daemon.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ristretto.fleet.api.InstanceView;
import dev.ristretto.fleet.api.NewInstance;
import dev.ristretto.fleet.api.error.FleetException;
import dev.ristretto.fleet.api.error.FleetException.Kind;
import dev.ristretto.fleet.api.state.InstanceState;
import dev.ristretto.fleet.balancer.LocalLoadBalancer;
import dev.ristretto.fleet.daemon.simulation.SimulatedClock;
import dev.ristretto.fleet.daemon.simulation.SimulatedHypervisor;
import dev.ristretto.fleet.daemon.simulation.SimulatedImages;
import dev.ristretto.fleet.daemon.store.DatabaseFaults;
import dev.ristretto.fleet.launcher.FleetFolders;
import dev.ristretto.image.model.Image;
import dev.ristretto.image.store.ImageStore;
import dev.ristretto.run.vmm.HypervisorException;
import dev.ristretto.run.vmm.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Many instances with their threads, on simulated processes. What becomes of a single one has its own test. */
@Timeout(60)
class FleetTest {

    private final SimulatedClock clock = new SimulatedClock();
    private final SimulatedHypervisor hypervisor = new SimulatedHypervisor(new Random(1), clock);
    private final SimulatedHypervisor processes = new SimulatedHypervisor("process", new Random(2), clock);

    @TempDir
    Path folder;

    private ImageStore images;
    private Image image;
    private Fleet fleet;

    @BeforeEach
    void open() {
        images = new ImageStore(folder.resolve("images"));
        image = SimulatedImages.put(images, "shop");
        fleet = start();
    }

    private Fleet start() {
        return new Fleet(
                new FleetFolders(folder.resolve("data")),
                images,
                List.of(hypervisor, processes),
                clock,
                new LocalLoadBalancer());
    }

    @AfterEach
    void close() {
        fleet.close();
    }

    @Test
    void anInstanceWithoutANameIsCalledLikeItsImage() throws Exception {
        assertThat(create(null).name()).isEqualTo("shop");
        assertThat(create(null).name()).isEqualTo("shop-2");
        assertThatThrownBy(() -> create("shop"))
                .isInstanceOfSatisfying(
                        FleetException.class, e -> assertThat(e.kind()).isEqualTo(Kind.CONFLICT))
                .hasMessageContaining("There is an instance shop already");
    }

    @Test
    void whatAnInstanceRunsAsIsUpToItsSpecification() throws Exception {
        create("machine");
        fleet.instances().create(as("process"));
        assertThat(hypervisor.running()).hasSize(1);
        assertThat(processes.running()).hasSize(1);
        assertThat(fleet.instances().get("job").specification().as()).isEqualTo("process");
        assertThatThrownBy(() -> fleet.instances().create(as("jail")))
                .isInstanceOfSatisfying(
                        FleetException.class, e -> assertThat(e.kind()).isEqualTo(Kind.INVALID))
                .hasMessage("Nothing runs as jail here, only as vm or process");

        fleet.close();
        fleet = start();
        assertThat(fleet.instances().get("job").state()).isEqualTo(InstanceState.RUNNING);
        fleet.instances().remove("job", true);
        assertThat(processes.running()).isEmpty();
        assertThat(hypervisor.running()).hasSize(1);
    }

    private NewInstance as(String name) {
        NewInstance usual = SimulatedImages.instance("job", image, "no");
        return new NewInstance(
                name.equals("process") ? "job" : "prisoner",
                usual.specification().runningAs(name));
    }

    /** It runs, but that cannot be written down; nor can it be that it is to go. */
    @Test
    void whatWasRefusedBecauseNothingCanBeWrittenIsGoneOnceThatCanBe() throws Exception {
        DatabaseFaults faults = new DatabaseFaults(fleet.database());
        hypervisor.beforeStart = faults::forbidWriting;
        assertThatThrownBy(() -> create("web"))
                .isInstanceOfSatisfying(
                        FleetException.class, e -> assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE))
                .hasMessageContaining("may not be written");
        hypervisor.beforeStart = () -> {};
        faults.mend();
        fleet.wake();
        while (!fleet.instances().list().isEmpty()) {
            Thread.onSpinWait();
        }
        assertThat(hypervisor.running()).isEmpty();
        assertThat(images.holders()).isEmpty();
        create("web");
    }

    @Test
    void whatCannotBeStartedLeavesNothing() {
        hypervisor.refusal = "Port 80 is in use";
        assertThatThrownBy(() -> create("web"))
                .isInstanceOf(FleetException.class)
                .hasMessage("Port 80 is in use");
        assertThat(fleet.instances().list()).isEmpty();
        assertThat(images.holders()).isEmpty();
        assertThat(folder.resolve("data/instances")).isEmptyDirectory();
    }

    @Test
    void whatIsDamagedIsNotStartedNeitherAtFirstNorAgain() throws Exception {
        create("web");
        fleet.instances().stop("web", Duration.ZERO);
        byte[] kernel = Files.readAllBytes(image.kernel());
        Files.write(image.kernel(), new byte[kernel.length]);
        assertThatThrownBy(() -> fleet.instances().start("web"))
                .isInstanceOf(FleetException.class)
                .hasMessageContaining("does not match its name")
                .hasMessageContaining("Remove and build it again");
        assertThatThrownBy(() -> create("other")).hasMessageContaining("does not match its name");
        Files.write(image.kernel(), kernel);
        assertThat(fleet.instances().start("web").state()).isEqualTo(InstanceState.RUNNING);
    }

    @Test
    void aNameIsFreeAsSoonAsItsInstanceIsRemoved() throws Exception {
        for (int i = 0; i < 20; i++) {
            create("web");
            fleet.instances().remove("web", true);
        }
        assertThat(fleet.instances().list()).isEmpty();
        assertThat(hypervisor.running()).isEmpty();
        assertThat(images.holders()).isEmpty();
    }

    @Test
    void whoeverRunsIsRemovedByForceAlone() throws Exception {
        create("web");
        assertThatThrownBy(() -> fleet.instances().remove("web", false))
                .isInstanceOf(FleetException.class)
                .hasMessage("web is running\nStop it first, or: ristretto rm -f web");
        fleet.instances().remove("web", true);
        assertThatThrownBy(() -> fleet.instances().get("web")).hasMessage("No instance is called web. There are none.");
    }

    @Test
    void aFleetThatIsClosedWhileAnInstanceStartsKnowsItAfterwards() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch mayGoOn = new CountDownLatch(1);
        hypervisor.beforeStart = () -> {
            begun.countDown();
            await(mayGoOn);
        };
        Thread creator = Thread.ofVirtual().start(() -> {
            try {
                create("web");
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        await(begun);
        Thread closer = Thread.ofVirtual().start(fleet::close);
        while (closer.getState() == Thread.State.NEW || closer.getState() == Thread.State.RUNNABLE) {
            Thread.onSpinWait();
        }
        mayGoOn.countDown();
        closer.join();
        creator.join();
        hypervisor.beforeStart = () -> {};

        fleet = start();
        InstanceView web = fleet.instances().get("web");
        assertThat(web.state()).isEqualTo(InstanceState.RUNNING);
        assertThat(hypervisor.running()).hasSize(1).first().extracting("pid").isEqualTo(web.pid());
    }

    @Test
    void aStartThatFailsIsToldWhateverWasBefore() throws Exception {
        create("web");
        hypervisor.endAny(new Outcome.Exited(125));
        fleet.instances().await("web", Duration.ofMinutes(1));
        hypervisor.refusal = "no memory";
        assertThatThrownBy(() -> fleet.instances().start("web"))
                .isInstanceOf(FleetException.class)
                .hasMessage("no memory");
        hypervisor.refusal = null;
        assertThat(fleet.instances().start("web").state()).isEqualTo(InstanceState.RUNNING);
    }

    @Test
    void anImageIsHeldAgainIfThatWasForgotten() throws Exception {
        create("web");
        fleet.close();
        images.release("web");
        images.lease("shop", "somebody gone");
        fleet = start();
        assertThat(images.holders()).containsExactly(Map.entry("web", image.digest()));
    }

    @Test
    void anImageThatIsGoneKeepsNoOtherFromBeingHeldAgain() throws Exception {
        create("a");
        create("z");
        Image other = SimulatedImages.put(images, "other");
        fleet.instances().create(SimulatedImages.instance("m", other, "no"));
        fleet.close();
        images.holders().keySet().forEach(images::release);
        images.remove("other");
        fleet = start();
        assertThat(images.holders()).containsOnlyKeys("a", "z");
        assertThat(fleet.instances().get("m").state()).isEqualTo(InstanceState.RUNNING);
    }

    @Test
    void aStoreThatCannotBeReadKeepsNoInstanceFromBeingFound() throws Exception {
        create("web");
        fleet.close();
        Path holds = folder.resolve("images/holds/web");
        Files.delete(holds);
        Files.createDirectory(holds);
        fleet = start();
        assertThat(fleet.instances().get("web").state()).isEqualTo(InstanceState.RUNNING);
    }

    private InstanceView create(@Nullable String name) throws InterruptedException {
        return fleet.instances().create(SimulatedImages.instance(name, image, "no"));
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new HypervisorException("interrupted", e);
        }
    }
}
