package dev.ristretto.tools.cli.host;

import dev.ristretto.fleet.launcher.FleetFolders;
import dev.ristretto.run.volume.VolumeProgress;
import dev.ristretto.run.volume.VolumeStore;
import dev.ristretto.tools.cli.terminal.Farewell;
import java.nio.file.Path;
import java.util.function.Function;

/** The volumes of the host: its store, and what is done with them that may take long. */
public final class Volumes {

    private final Host host;
    private final Path folder;

    public Volumes(Host host) {
        this.host = host;
        this.folder = FleetFolders.of(host.dataFolder()).volumes();
    }

    /** The store, for what takes no time. */
    public VolumeStore store() {
        return new VolumeStore(folder);
    }

    /**
     * Does something that may take long, with progress on standard error.
     *
     * @param what is being done, such as {@code Copying data}
     * @param farewell what has become of it if somebody ends this command meanwhile
     */
    public <T> T slowly(String what, String farewell, Function<VolumeStore, T> work) {
        return watched(what, farewell, progress -> work.apply(new VolumeStore(folder, progress)));
    }

    /** The same with something that tells its progress by itself. */
    public <T> T watched(String what, String farewell, Function<VolumeProgress, T> work) {
        try (Farewell unused = Farewell.prepare(host.streams(), farewell);
                SlowProgress progress = new SlowProgress(host.streams(), what)) {
            return work.apply(progress);
        }
    }
}
