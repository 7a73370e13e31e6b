package dev.ristretto.fleet.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ristretto.fleet.api.InstanceView;
import dev.ristretto.fleet.api.NewService;
import dev.ristretto.fleet.api.ServiceSettings;
import dev.ristretto.fleet.api.ServiceView;
import dev.ristretto.fleet.api.Specification;
import dev.ristretto.fleet.api.error.FleetException;
import dev.ristretto.fleet.api.state.ReplicaState;
import dev.ristretto.fleet.api.state.ServiceState;
import dev.ristretto.fleet.client.FleetClient;
import dev.ristretto.fleet.daemon.simulation.SimulatedImages;
import dev.ristretto.fleet.launcher.FleetFolders;
import dev.ristretto.image.model.Image;
import dev.ristretto.run.volume.StoredVolume;
import dev.ristretto.run.volume.VolumeStore;
import java.io.RandomAccessFile;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Services of the daemon whose replicas have volumes. */
@Timeout(60)
class ServiceVolumesTest {
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
        image = SimulatedImages.put(daemon.images(), "keeper", SimulatedImages.configuration("/data", "/words"));
    }

    @AfterEach
    void stop() throws Exception {
        daemon.close();
    }

    private Specification specification(String... bindings) {
        return SimulatedImages.instance("any", image, "no").specification().withVolumes(List.of(bindings));
    }

    private static ServiceSettings settings(int replicas) {
        return new ServiceSettings(null, false, replicas, 1, Duration.ofHours(5).toMillis(), 0, null);
    }

    private void create(String name, int replicas, String... bindings) {
        client.createService(new NewService(name, specification(bindings), settings(replicas)));
    }

    private ServiceView steady(String name, int replicas) throws InterruptedException {
        ServiceView view = client.getService(name);
        while (view.state() != ServiceState.STEADY
                || view.ready() != replicas
                || view.members().size() != replicas) {
            daemon.pass(Duration.ofSeconds(1));
            view = daemon.fleet.services().await(name, view.changes(), Duration.ofMillis(100));
        }
        return view;
    }

    private List<String> names() {
        return volumes.list().stream().map(StoredVolume::name).toList();
    }

    private List<List<String>> volumesOfInstances() {
        return client.instances().stream()
                .map(InstanceView::specification)
                .map(Specification::volumes)
                .toList();
    }

    @Test
    void eachReplicaHasVolumesOfItsOwnAndAllHaveThoseToRead() throws Exception {
        volumes.create("words", SIZE);
        create("web", 2, "data:/data,size=16M", "words:/words:ro");
        steady("web", 2);
        assertThat(volumesOfInstances())
                .containsExactly(
                        List.of("data-1:/data,size=16M", "words:/words:ro"),
                        List.of("data-2:/data,size=16M", "words:/words:ro"));
        assertThat(names()).containsExactly("data-1", "data-2", "words");
        assertThat(volumes.get("data-2").size()).isEqualTo(SIZE);
        assertThat(volumes.keptFor(volumes.list()))
                .isEqualTo(Map.of("data-1", "web/1", "data-2", "web/2", "words", "web"));
    }

    @Test
    void whoeverComesNextWithAnOrdinalHasTheSameVolumeAgain() throws Exception {
        create("web", 3, "data:/data");
        steady("web", 3);
        List<StoredVolume> before = volumes.list();
        assertThat(before).allMatch(volume -> volume.size() == 1L << 30);
        client.scaleService("web", 1);
        steady("web", 1);
        assertThat(volumes.list()).isEqualTo(before);
        assertThatThrownBy(() -> volumes.remove("data-3")).hasMessageContaining("is kept for service web");
        client.scaleService("web", 3);
        assertThat(steady("web", 3).members())
                .extracting(ServiceView.Member::name)
                .containsExactlyInAnyOrder("web-1-1", "web-1-2", "web-1-3");
        client.updateService("web", specification("data:/data,size=2G"));
        assertThat(steady("web", 3).members())
                .extracting(ServiceView.Member::name)
                .containsExactlyInAnyOrder("web-2-1", "web-2-2", "web-2-3");
        assertThat(volumes.list()).isEqualTo(before);
    }

    @Test
    void volumesStayWhenTheServiceGoesAndAreKeptForNobodyThen() throws Exception {
        create("web", 1, "data:/data");
        steady("web", 1);
        daemon.restart();
        assertThatThrownBy(() -> volumes.remove("data-1")).hasMessageContaining("is kept for service web");
        client.removeService("web");
        while (!client.services().isEmpty()) {
            daemon.pass(Duration.ofSeconds(1));
        }
        assertThat(names()).containsExactly("data-1");
        volumes.remove("data-1");
    }

    @Test
    void aReplicaWhoseVolumeSomebodyElseHasSaysSoAndIsStartedWhenItIsFree() throws Exception {
        Path disk = volumes.create("data-1", SIZE).disk();
        try (RandomAccessFile file = new RandomAccessFile(disk.toFile(), "rw");
                FileLock lock = file.getChannel().lock()) {
            assertThat(lock.isValid()).isTrue();
            create("web", 1, "data:/data");
            ServiceView view = daemon.awaitService(
                    "web",
                    found -> !found.members().isEmpty()
                            && found.members().getFirst().reason() != null);
            assertThat(view.members().getFirst().state()).isEqualTo(ReplicaState.WAITING);
            assertThat(view.members().getFirst().reason()).startsWith("Volume data-1 is in use by another program");
        }
        daemon.pass(Duration.ofMinutes(1));
        client.startInstance("web-1-1");
        ServiceView view = daemon.awaitService("web", found -> found.ready() == 1);
        assertThat(view.members().getFirst().reason()).isNull();
    }

    @Test
    void whatReplicasCannotHaveIsRefused() throws Exception {
        create("web", 1, "data:/data");
        steady("web", 1);
        refuses("Volumes data-1, data-2 and so on are those of service web", "data:/words");
        refuses("No volume is called words", "words:/words:ro");
        refuses("has no volume at /else", "other:/else");
        refuses("A volume has from 8M to 16T", "other:/data,size=1M");
        refuses("is named twice", "other:/data", "other:/words");
        refuses("is no name for a volume", "a".repeat(60) + ":/data");
        assertThat(names()).containsExactly("data-1");
        create("reader", 0, "data-1:/words:ro");
    }

    private void refuses(String reason, String... bindings) {
        assertThatThrownBy(() -> create("other", 1, bindings))
                .isInstanceOf(FleetException.class)
                .hasMessageContaining(reason);
    }
}
