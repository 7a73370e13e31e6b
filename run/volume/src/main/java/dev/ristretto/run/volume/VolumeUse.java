package dev.ristretto.run.volume;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The volumes that an instance is being started with. From {@link #take} until this is closed nobody else of ristretto
 * touches them: whoever wants one waits a little. It is to be closed when the instance has locked their disks, or could
 * not be started. Not safe for use by several threads.
 */
public final class VolumeUse implements AutoCloseable {
    private final VolumeFolder folder;
    private final VolumeLocks locks;
    private final String instance;
    private final List<DiskLock> starts = new ArrayList<>();

    VolumeUse(VolumeFolder folder, VolumeLocks locks, String instance) {
        this.folder = folder;
        this.locks = locks;
        this.instance = instance;
    }

    /**
     * Says that the instance is about to use a volume, which has to be done before every start. The lock on the disk is
     * then taken by whatever runs the instance. For an instance that reads only, which cannot do so itself, the journal
     * is replayed.
     *
     * @param readOnly whether it will only read, which several may at a time
     * @throws VolumeException if somebody writes to the volume, or uses it at all and the instance is to write
     */
    public StoredVolume take(String name, boolean readOnly) {
        return VolumeStore.attempt("Volume " + name + " cannot be used", () -> {
            StoredVolume volume = folder.get(name);
            starts.add(locks.start(volume, instance, readOnly));
            return volume;
        });
    }

    @Override
    public void close() {
        for (DiskLock start : starts) {
            try {
                start.close();
            } catch (IOException e) {
                // Its file is closed all the same, and nothing was written to it.
            }
        }
        starts.clear();
    }
}
