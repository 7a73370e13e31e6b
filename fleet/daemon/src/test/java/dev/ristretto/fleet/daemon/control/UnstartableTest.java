package dev.ristretto.fleet.daemon.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ristretto.fleet.api.NewService;
import dev.ristretto.fleet.api.ServiceSettings;
import dev.ristretto.fleet.api.Specification;
import dev.ristretto.fleet.api.error.FleetException;
import dev.ristretto.fleet.api.state.InstanceState;
import dev.ristretto.fleet.balancer.LocalLoadBalancer;
import dev.ristretto.fleet.daemon.simulation.SimulatedClock;
import dev.ristretto.fleet.daemon.simulation.SimulatedHypervisor;
import dev.ristretto.fleet.daemon.simulation.SimulatedImages;
import dev.ristretto.fleet.launcher.FleetFolders;
import dev.ristretto.image.model.Image;
import dev.ristretto.image.store.ImageStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever fails for ever while something is started: it can be stopped and removed, and leaves its name free. */
@Timeout(60)
class UnstartableTest {

    private final SimulatedClock clock = new SimulatedClock();
    private final SimulatedHypervisor hypervisor = new SimulatedHypervisor(new Random(1), clock);

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
            void begin(UnstartableTest test) {
                test.hypervisor.refusal = "never";
            }
        },
        THE_HYPERVISOR_FAILS {
            @Override
            void begin(UnstartableTest test) {
                test.hypervisor.beforeStart = () -> {
                    throw new IllegalStateException("for ever");
                };
            }
        },
        THE_SPECIFICATION_MAKES_NO_SENSE {
            @Override
            void begin(UnstartableTest test) {
                test.hypervisor.beforeStart = () -> {
                    throw new IllegalArgumentException("for ever");
                };
            }
        },
        NOTHING_CAN_BE_LOOKED_FOR {
            @Override
            void begin(UnstartableTest test) throws IOException {
                THE_HYPERVISOR_FAILS.begin(test);
                test.hypervisor.beforeFind = () -> {
                    throw new UncheckedIOException(new IOException("for ever"));
                };
            }
        },
        ITS_FILES_CANNOT_BE_WRITTEN {
            @Override
            void begin(UnstartableTest test) throws IOException {
                // A file for each number to come, in the place of the folder.
                for (int number = 1; number < 20; number++) {
                    Files.createDirectories(test.folders.instance(number).getParent());
                    Files.writeString(test.folders.instance(number), "no folder");
                }
            }
        };

        abstract void begin(UnstartableTest test) throws IOException;
    }

    @BeforeEach
    void open() {
        folders = new FleetFolders(folder.resolve("data"));
        images = new ImageStore(folder.resolve("images"));
        image = SimulatedImages.put(images, "shop");
        fleet = new Fleet(folders, images, List.of(hypervisor), clock, new LocalLoadBalancer());
    }

    @AfterEach
    void close() {
        fleet.close();
    }

    @ParameterizedTest
    @EnumSource
    void itIsStoppedAndRemoved(Failing failing) throws Exception {
        failing.begin(this);
        fleet.instances().begin("web", specification());
        assertThat(fleet.instances().stop("web", Duration.ofSeconds(10)).state())
                .isEqualTo(InstanceState.ENDED);
        fleet.instances().remove("web", false);
        assertThat(fleet.instances().list()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void itIsRemovedByForceWhileItIsTriedAgain(Failing failing) throws Exception {
        failing.begin(this);
        fleet.instances().begin("web", specification().withRestart("always"));
        fleet.instances().remove("web", true);
        assertThat(fleet.instances().list()).isEmpty();
        assertThatThrownBy(() -> fleet.instances().create(SimulatedImages.instance("web", image, "no")))
                .isInstanceOf(FleetException.class);
        assertThat(fleet.instances().list()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void itsServiceIsRemoved(Failing failing) throws Exception {
        failing.begin(this);
        fleet.services()
                .create(new NewService("shop", specification(), new ServiceSettings(null, false, 2, 1, 1000, 0, null)));
        fleet.services().remove("shop");
        while (!fleet.services().list().isEmpty() || !fleet.instances().list().isEmpty()) {
            Thread.onSpinWait();
        }
        assertThat(hypervisor.running()).isEmpty();
    }

    /** It cannot be found again, but its number is known. */
    @ParameterizedTest
    @EnumSource(names = "NOTHING_CAN_BE_LOOKED_FOR")
    void whatRunsAndCannotBeFoundAgainIsRemoved(Failing failing) throws Exception {
        fleet.instances().create(SimulatedImages.instance("web", image, "no"));
        fleet.close();
        failing.begin(this);
        fleet = new Fleet(folders, images, List.of(hypervisor), clock, new LocalLoadBalancer());
        fleet.instances().remove("web", true);
        assertThat(fleet.instances().list()).isEmpty();
    }

    private Specification specification() {
        return SimulatedImages.specification(image, List.of(), "no");
    }
}
