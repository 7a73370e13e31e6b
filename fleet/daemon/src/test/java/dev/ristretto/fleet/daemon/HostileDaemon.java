package dev.ristretto.fleet.daemon;

import dev.ristretto.fleet.daemon.http.Listening;
import dev.ristretto.fleet.daemon.simulation.SimulatedClock;
import dev.ristretto.fleet.daemon.simulation.SimulatedHypervisor;
import dev.ristretto.fleet.daemon.simulation.SimulatedImages;
import dev.ristretto.image.store.ImageStore;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** The daemon's process as it is, listening on loopback, but for its hypervisor. */
final class HostileDaemon {

    static final String IMAGE = "shop";

    private HostileDaemon() {}

    /**
     * Runs it until it is told to stop.
     *
     * @param arguments ristretto's data folder
     */
    public static void main(String[] arguments) throws Exception {
        Path data = Path.of(arguments[0]);
        SimulatedImages.put(new ImageStore(data.resolve("images")), IMAGE);
        SimulatedHypervisor hypervisor = new SimulatedHypervisor(new Random(1), new SimulatedClock());
        DaemonMain.run(data, "test", List.of(hypervisor), Optional.of(Listening.LOOPBACK));
    }
}
