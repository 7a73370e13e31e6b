package dev.ristretto.tools.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ristretto.fleet.api.ServiceView;
import dev.ristretto.fleet.api.Specification;
import dev.ristretto.fleet.daemon.SimulatedDaemon;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Updates of a service whose image the daemon has and the command line has not. */
class ServiceUpdateTest {

    @TempDir
    Path folder;

    private SimulatedDaemon daemon;
    private TestHost host;

    @BeforeEach
    void open() throws Exception {
        daemon = SimulatedDaemon.ofUser(folder.resolve("ristretto"), folder.resolve("images of the daemon"));
        daemon.createService("web", 0);
        host = new TestHost(folder);
    }

    @AfterEach
    void close() throws Exception {
        daemon.close();
    }

    @Test
    void anUpdateWithoutAnImageNeedsNoImageHere() {
        assertThat(folder.resolve("ristretto/images"))
                .satisfiesAnyOf(
                        images -> assertThat(Files.exists(images)).isFalse(),
                        images -> assertThat(images).isEmptyDirectory());
        Specification before = now().specification();
        assertThat(host.run(
                        "service",
                        "update",
                        "web",
                        "-e",
                        "A=B",
                        "-m",
                        "128M",
                        "--cpus",
                        "2",
                        "--label",
                        "k=v",
                        "--detach"))
                .as(host.errors())
                .isZero();
        ServiceView after = now();
        assertThat(after.target()).isEqualTo(2);
        assertThat(after.specification().environment()).isEqualTo(Map.of("A", "B"));
        assertThat(after.specification().memoryBytes()).isEqualTo(128L << 20);
        assertThat(after.specification().cpus()).isEqualTo(2);
        assertThat(after.specification().labels()).isEqualTo(Map.of("k", "v"));
        assertThat(after.specification().digest()).isEqualTo(before.digest());
        assertThat(after.specification().image()).isEqualTo(before.image());
        assertThat(after.specification().health()).isEqualTo(before.health());
        assertThat(host.run("service", "update", "web", "-e", "C=D", "--detach"))
                .isZero();
        assertThat(now().specification().environment()).isEqualTo(Map.of("A", "B", "C", "D"));
        assertThat(now().specification().cpus()).isEqualTo(2);
    }

    @Test
    void anImageThatIsNamedMustBeHere() {
        assertThat(host.run("service", "update", "web", "--image", "shop", "--detach"))
                .isEqualTo(125);
        assertThat(host.errors()).contains("No image is called shop");
        assertThat(now().target()).isEqualTo(1);
    }

    private ServiceView now() {
        return daemon.client().getService("web");
    }
}
