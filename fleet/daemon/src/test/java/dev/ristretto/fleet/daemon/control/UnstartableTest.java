package dev.ristretto.fleet.daemon.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ristretto.fleet.api.HealthCheck;
import dev.ristretto.fleet.api.NewInstance;
import dev.ristretto.fleet.api.NewService;
import dev.ristretto.fleet.api.ServiceSettings;
import dev.ristretto.fleet.api.Specification;
import dev.ristretto.fleet.api.error.FleetException;
import dev.ristretto.fleet.api.state.InstanceState;
import dev.ristretto.fleet.balancer.LoadBalancer;
import dev.ristretto.fleet.balancer.LocalLoadBalancer;
import dev.ristretto.fleet.balancer.LoopbackPorts;
import dev.ristretto.fleet.balancer.ServiceRoute;
import dev.ristretto.fleet.daemon.simulation.SimulatedClock;
import dev.ristretto.fleet.daemon.simulation.SimulatedHypervisor;
import dev.ristretto.fleet.daemon.simulation.SimulatedImages;
import dev.ristretto.fleet.launcher.FleetFolders;
import dev.ristretto.image.model.Image;
import dev.ristretto.image.store.ImageStore;
import dev.ristretto.run.host.FileTrees;
import dev.ristretto.run.vmm.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever fails for ever while something is started, whatever it runs as: it can be stopped and removed, and leaves
 * its name free.
 */
@Timeout(60)
class UnstartableTest {

    private final SimulatedClock clock = new SimulatedClock();
    private final SimulatedHypervisor machines = new SimulatedHypervisor(new Random(1), clock);
    private final SimulatedHypervisor processes = new SimulatedHypervisor(PROCESS, new Random(2), clock);
    private final FailingBalancer balancer = new FailingBalancer();

    private static final String PROCESS = "process";

    @TempDir
    Path folder;

    private FleetFolders folders;
    private ImageStore images;
    private Image image;
    private Fleet fleet;

    /** A step of a start. */
    enum Failing {
        THE_HYPERVISOR_REFUSES {
            @Override
            void begin(UnstartableTest test, SimulatedHypervisor hypervisor) {
                hypervisor.refusal = "never";
            }
        },
        THE_HYPERVISOR_FAILS {
            @Override
            void begin(UnstartableTest test, SimulatedHypervisor hypervisor) {
                hypervisor.beforeStart = () -> {
                    throw new IllegalStateException("for ever");
                };
            }
        },
        A_CLASS_OF_THE_HYPERVISOR_IS_GONE {
            @Override
            void begin(UnstartableTest test, SimulatedHypervisor hypervisor) {
                hypervisor.beforeStart = () -> {
                    throw new NoClassDefFoundError("for ever");
                };
            }
        },
        THE_SPECIFICATION_MAKES_NO_SENSE {
            @Override
            void begin(UnstartableTest test, SimulatedHypervisor hypervisor) {
                hypervisor.beforeStart = () -> {
                    throw new IllegalArgumentException("for ever");
                };
            }
        },
        NOTHING_CAN_BE_LOOKED_FOR {
            @Override
            void begin(UnstartableTest test, SimulatedHypervisor hypervisor) throws IOException {
                THE_HYPERVISOR_FAILS.begin(test, hypervisor);
                hypervisor.beforeFind = () -> {
                    throw new UncheckedIOException(new IOException("for ever"));
                };
            }
        },
        A_CLASS_THAT_LOOKS_IS_GONE {
            @Override
            void begin(UnstartableTest test, SimulatedHypervisor hypervisor) throws IOException {
                A_CLASS_OF_THE_HYPERVISOR_IS_GONE.begin(test, hypervisor);
                hypervisor.beforeFind = () -> {
                    throw new NoClassDefFoundError("for ever");
                };
            }
        },
        ITS_FILES_CANNOT_BE_WRITTEN {
            @Override
            void begin(UnstartableTest test, SimulatedHypervisor hypervisor) throws IOException {
                // A file for each number to come, in the place of the folder.
                for (int number = 1; number < 20; number++) {
                    Path place = test.folders.instance(number);
                    Files.createDirectories(place.getParent());
                    delete(place);
                    Files.writeString(place, "no folder");
                }
            }
        },
        THE_IMAGE_IS_GONE {
            @Override
            void begin(UnstartableTest test, SimulatedHypervisor hypervisor) throws IOException {
                delete(test.images.root().resolve("blobs"));
            }

            @Override
            boolean isOfTheImage() {
                return true;
            }
        },
        THE_IMAGE_HAS_CHANGED {
            @Override
            void begin(UnstartableTest test, SimulatedHypervisor hypervisor) throws IOException {
                Files.writeString(test.image.kernel(), "something else");
            }

            @Override
            boolean isOfTheImage() {
                return true;
            }
        },
        THE_STORE_CANNOT_BE_READ {
            @Override
            void begin(UnstartableTest test, SimulatedHypervisor hypervisor) throws IOException {
                boolean replaced = false;
                while (!replaced) {
                    delete(test.images.root());
                    try {
                        Files.writeString(test.images.root(), "no folder", StandardOpenOption.CREATE_NEW);
                        replaced = true;
                    } catch (FileAlreadyExistsException e) {
                        // A start that is under way has made the folder again to write down what it has checked.
                        continue;
                    }
                }
            }

            @Override
            boolean isOfTheImage() {
                return true;
            }
        };

        abstract void begin(UnstartableTest test, SimulatedHypervisor hypervisor) throws IOException;

        /** Whether nothing new is let in any more. */
        boolean isOfTheImage() {
            return false;
        }
    }

    /** Each way to fail, of each that instances run as. */
    static Stream<Arguments> everything() {
        return Stream.of(Failing.values())
                .flatMap(failing -> Stream.of(Specification.USUAL, PROCESS).map(as -> Arguments.of(failing, as)));
    }

    static Stream<Arguments> everythingButImages() {
        return everything().filter(each -> !((Failing) each.get()[0]).isOfTheImage());
    }

    @BeforeEach
    void open() {
        folders = new FleetFolders(folder.resolve("data"));
        images = new ImageStore(folder.resolve("images"));
        image = SimulatedImages.put(images, "shop");
        fleet = newFleet();
    }

    private Fleet newFleet() {
        return new Fleet(folders, images, List.of(machines, processes), clock, balancer);
    }

    @AfterEach
    void close() {
        fleet.close();
    }

    @ParameterizedTest
    @MethodSource("everythingButImages")
    void itIsStoppedAndRemoved(Failing failing, String as) throws Exception {
        failing.begin(this, hypervisor(as));
        fleet.instances().begin("web", specification(as));
        assertThat(fleet.instances().stop("web", Duration.ofSeconds(10)).state())
                .isEqualTo(InstanceState.ENDED);
        fleet.instances().remove("web", false);
        assertThat(fleet.instances().list()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("everythingButImages")
    void itIsRemovedByForceWhileItIsTriedAgain(Failing failing, String as) throws Exception {
        failing.begin(this, hypervisor(as));
        fleet.instances().begin("web", specification(as).withRestart("always"));
        fleet.instances().remove("web", true);
        assertThat(fleet.instances().list()).isEmpty();
        assertThatThrownBy(() -> fleet.instances().create(new NewInstance("web", specification(as))))
                .isInstanceOf(FleetException.class);
        assertThat(fleet.instances().list()).isEmpty();
    }

    /** It is started again and again, by its policy and by whoever asks. */
    @ParameterizedTest
    @MethodSource("everything")
    void whatRanBeforeIsStoppedAndRemoved(Failing failing, String as) throws Exception {
        fleet.instances().create(new NewInstance("web", specification(as).withRestart("always")));
        failing.begin(this, hypervisor(as));
        hypervisor(as).endAny(new Outcome.Exited(1));
        attempt(() -> fleet.instances().restart("web", Duration.ZERO));
        assertThat(fleet.instances().stop("web", Duration.ZERO).state()).isEqualTo(InstanceState.ENDED);
        attempt(() -> fleet.instances().start("web"));
        fleet.instances().remove("web", true);
        assertThat(fleet.instances().list()).isEmpty();
        assertThat(hypervisor(as).running()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("everythingButImages")
    void itsServiceIsRemoved(Failing failing, String as) throws Exception {
        failing.begin(this, hypervisor(as));
        createService(as, null);
        fleet.services().remove("shop");
        awaitNothing();
    }

    @ParameterizedTest
    @MethodSource("everything")
    void aServiceThatRanBeforeIsRemoved(Failing failing, String as) throws Exception {
        createService(as, null);
        while (hypervisor(as).running().size() < 2) {
            Thread.onSpinWait();
        }
        failing.begin(this, hypervisor(as));
        fleet.services().scale("shop", 4);
        fleet.services().remove("shop");
        awaitNothing();
    }

    @Test
    void aServiceOfWhichTheBalancerCannotBeToldIsRemoved() throws Exception {
        createService(Specification.USUAL, "127.0.0.1:" + LoopbackPorts.choose(taken -> false) + ":8080");
        balancer.fails = true;
        fleet.services().remove("shop");
        awaitNothing();
    }

    /** It cannot be found again, but its number is known. */
    @ParameterizedTest
    @EnumSource(names = {"NOTHING_CAN_BE_LOOKED_FOR", "A_CLASS_THAT_LOOKS_IS_GONE"})
    void whatRunsAndCannotBeFoundAgainIsRemoved(Failing failing) throws Exception {
        fleet.instances().create(SimulatedImages.instance("web", image, "no"));
        fleet.close();
        failing.begin(this, machines);
        fleet = newFleet();
        fleet.instances().remove("web", true);
        assertThat(fleet.instances().list()).isEmpty();
    }

    private interface Asking {
        void ask() throws InterruptedException;
    }

    /** It is refused, or answered while it is still being tried. */
    private static void attempt(Asking asking) throws InterruptedException {
        try {
            asking.ask();
        } catch (FleetException e) {
            assertThat(e).hasMessageNotContaining("has just been removed");
        }
    }

    private void createService(String as, @Nullable String publish) throws InterruptedException {
        Specification specification = publish == null
                ? specification(as)
                : specification(as).with(Map.of(), new HealthCheck("console:ready", 50, 1000, 3, 60_000));
        fleet.services()
                .create(new NewService(
                        "shop", specification, new ServiceSettings(publish, false, 2, 1, 1000, 0, null)));
    }

    private void awaitNothing() {
        while (!fleet.services().list().isEmpty() || !fleet.instances().list().isEmpty()) {
            Thread.onSpinWait();
            clock.pass(Duration.ofSeconds(1));
            fleet.instances().wake();
        }
        assertThat(machines.running()).isEmpty();
        assertThat(processes.running()).isEmpty();
    }

    private SimulatedHypervisor hypervisor(String as) {
        return as.equals(PROCESS) ? processes : machines;
    }

    private Specification specification(String as) {
        return SimulatedImages.specification(image, List.of(), "no").runningAs(as);
    }

    /** With everything in it, in one moment: whoever is at work there writes nothing into what is being deleted. */
    private static void delete(Path top) throws IOException {
        if (Files.exists(top)) {
            Path gone = top.resolveSibling(top.getFileName() + ".gone");
            Files.move(top, gone);
            FileTrees.delete(gone);
        }
    }

    /** Does what it is told until it fails for ever. */
    private static final class FailingBalancer implements LoadBalancer {

        private final LoadBalancer balancer = new LocalLoadBalancer();
        private volatile boolean fails;

        private LoadBalancer balancer() {
            if (fails) {
                throw new IllegalStateException("for ever");
            }
            return balancer;
        }

        @Override
        public long route(ServiceRoute route) {
            return balancer().route(route);
        }

        @Override
        public void withdraw(String service) {
            balancer().withdraw(service);
        }

        @Override
        public Optional<Observation> observe(String service) {
            // Nobody answers, as of a balancer that is gone.
            return fails ? Optional.empty() : balancer.observe(service);
        }

        @Override
        public void listen(Consumer<String> listener) {
            balancer().listen(listener);
        }

        @Override
        public void begin() {
            balancer().begin();
        }

        @Override
        public void close() {
            balancer.close();
        }
    }
}
