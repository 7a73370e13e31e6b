package dev.ristretto.fleet.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ristretto.abi.RootOptions;
import dev.ristretto.abi.TemporaryPlace;
import dev.ristretto.fleet.api.NewInstance;
import dev.ristretto.fleet.api.Specification;
import dev.ristretto.fleet.api.error.FleetException;
import dev.ristretto.fleet.api.error.FleetException.Kind;
import dev.ristretto.fleet.client.FleetClient;
import dev.ristretto.fleet.daemon.simulation.SimulatedImages;
import dev.ristretto.fleet.launcher.FleetFolders;
import dev.ristretto.image.model.Image;
import dev.ristretto.image.model.ImageConfiguration;
import dev.ristretto.run.vmm.ProcessorCount;
import dev.ristretto.run.vmm.VolumeMount;
import dev.ristretto.run.volume.VolumeStore;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Instances of the daemon with volumes. */
@Timeout(60)
class InstanceVolumesTest {
    private static final long SIZE = 16L << 20;

    @TempDir
    Path folder;

    private SimulatedDaemon daemon;
    private FleetClient client;
    private VolumeStore volumes;
    private Image image;

    @BeforeEach
    void start() throws Exception {
        daemon = new SimulatedDaemon(folder);
        client = daemon.client();
        volumes = new VolumeStore(new FleetFolders(folder.resolve("data")).volumes());
        image = SimulatedImages.put(daemon.images(), "keeper", SimulatedImages.configuration("/var/lib/a", "/b"));
    }

    @AfterEach
    void stop() throws Exception {
        daemon.close();
    }

    private NewInstance wish(String name, String... bindings) {
        Specification specification = SimulatedImages.instance(name, image, "no").specification().toBuilder()
                .volumes(List.of(bindings))
                .build();
        return new NewInstance(name, specification);
    }

    private void refuses(String reason, String... bindings) {
        assertThatThrownBy(() -> client.createInstance(wish("refused", bindings)))
                .isInstanceOfSatisfying(
                        FleetException.class, e -> assertThat(e.kind()).isEqualTo(Kind.INVALID))
                .hasMessageContaining(reason);
        assertThat(client.instances()).isEmpty();
    }

    @Test
    void whatItCannotHaveIsRefusedAndNothingIsLeft() {
        volumes.create("data", SIZE);
        refuses("No volume is called nothing", "nothing:/b");
        refuses("has no volume at /c, only at /var/lib/a, /b", "data:/c");
        refuses("is no NAME:PATH", "data");
        refuses("is named twice", "data:/b", "data:/var/lib/a");
        refuses("at most 6 volumes, not 7", "a:/b", "b:/b", "c:/b", "d:/b", "e:/b", "f:/b", "g:/b");
        refuses("is no name for a volume", "da/ta:/b");
        refuses("../data is a folder of a computer", "../data:/b");
        refuses("A volume has from 8M to 16T", "other:/b,size=1M");
    }

    @Test
    void itIsStartedWithItsDisks() throws Exception {
        Path disk = volumes.create("data", SIZE).disk();
        Path other = volumes.create("other", SIZE).disk();
        client.createInstance(wish("web", "data:/var/lib/a", "other:/b:ro"));
        List<VolumeMount> mounts = daemon.hypervisor.lastVolumes;
        assertThat(mounts).extracting(VolumeMount::disk).containsExactly(disk, other);
        assertThat(mounts).extracting(mount -> mount.place().text()).containsExactly("/var/lib/a", "/b:ro");
        client.removeInstance("web", true);
        assertThat(volumes.list()).hasSize(2);
    }

    @Test
    void theEntryPointOfItsImageComesBeforeItsArguments() throws Exception {
        image = SimulatedImages.put(daemon.images(), "program", entryPoint("/app/server", "--all"));
        Specification specification =
                wish("any").specification().toBuilder().arguments(List.of("-v")).build();
        client.createInstance(new NewInstance("web", specification));
        assertThat(daemon.hypervisor.lastArguments).containsExactly("/app/server", "--all", "-v");
        assertThat(client.getInstance("web").specification().arguments()).containsExactly("-v");

        image = SimulatedImages.put(daemon.images(), "large", entryPoint("/app/server", "a".repeat(400 << 10)));
        assertThatThrownBy(() -> client.createInstance(wish("large")))
                .isInstanceOfSatisfying(
                        FleetException.class, e -> assertThat(e.kind()).isEqualTo(Kind.INVALID));
    }

    private static ImageConfiguration entryPoint(String... words) {
        return new ImageConfiguration(
                "amd64", "a.Main", List.of(words), List.of(), Map.of(), List.of(), 1 << 20, List.of());
    }

    @Test
    void itHasAsManyProcessorsAsIsAskedFor() throws Exception {
        Specification specification = wish("any").specification();
        client.createInstance(new NewInstance("one", specification));
        assertThat(daemon.hypervisor.lastProcessors).isEqualTo(1);
        client.createInstance(
                new NewInstance("two", specification.toBuilder().cpus(2).build()));
        assertThat(daemon.hypervisor.lastProcessors).isEqualTo(2);
        client.createInstance(new NewInstance(
                "all", specification.toBuilder().cpus(ProcessorCount.AUTO).build()));
        assertThat(daemon.hypervisor.lastProcessors).isEqualTo(ProcessorCount.resolve(ProcessorCount.AUTO));
        assertThat(client.getInstance("all").specification().cpus())
                .as("a stronger computer gives it more at its next start")
                .isEqualTo(ProcessorCount.AUTO);
    }

    @Test
    void itsOtherFilesAreAsIsAskedFor() throws Exception {
        Specification specification = wish("any").specification().toBuilder()
                .readOnly(true)
                .tmpfs(List.of("/tmp:1M", "/cache"))
                .build();
        client.createInstance(new NewInstance("web", specification));
        assertThat(daemon.hypervisor.lastRoot)
                .isEqualTo(new RootOptions(
                        true, List.of(new TemporaryPlace("/tmp", 1 << 20), new TemporaryPlace("/cache", 0))));
        assertThat(client.getInstance("web").specification().tmpfs()).containsExactly("/tmp:1M", "/cache");
        for (List<String> places :
                List.of(List.of("/tmp:1T"), List.of("/tmp", "/tmp"), List.of("tmp"), List.of("/tmp:x"))) {
            Specification wrong = specification.toBuilder().tmpfs(places).build();
            assertThatThrownBy(() -> client.createInstance(new NewInstance("wrong", wrong)))
                    .isInstanceOfSatisfying(
                            FleetException.class, e -> assertThat(e.kind()).isEqualTo(Kind.INVALID));
        }
        assertThat(client.instances()).hasSize(1);
    }

    @Test
    void aVolumeWithASizeIsMadeIfItIsNotThere() throws Exception {
        client.createInstance(wish("web", "data:/b,size=16M"));
        assertThat(volumes.get("data").size()).isEqualTo(SIZE);
        client.removeInstance("web", true);
        client.createInstance(wish("web", "data:/b,size=32M"));
        assertThat(volumes.get("data").size()).isEqualTo(SIZE);
    }
}
