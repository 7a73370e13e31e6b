package dev.ristretto.fleet.daemon;

import dev.ristretto.fleet.daemon.benchmark.BenchmarkLoad;
import dev.ristretto.fleet.daemon.benchmark.DelayedHypervisor;
import dev.ristretto.fleet.daemon.simulation.SimulatedImages;
import dev.ristretto.image.store.ImageStore;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The daemon as it is, but for its hypervisor. */
final class BenchmarkDaemon {

    private static final long SEED = 4;

    private BenchmarkDaemon() {}

    /**
     * Runs it until it is told to stop.
     *
     * @param arguments ristretto's data folder, the process of the guests and the socket by which that is told what to
     *     do
     */
    public static void main(String[] arguments) throws Exception {
        Path data = Path.of(arguments[0]);
        SimulatedImages.put(new ImageStore(data.resolve("images")), BenchmarkLoad.IMAGE);
        DelayedHypervisor hypervisor = new DelayedHypervisor(SEED, Long.parseLong(arguments[1]), Path.of(arguments[2]));
        DaemonMain.run(data, "benchmark", List.of(hypervisor), Optional.empty());
    }
}
