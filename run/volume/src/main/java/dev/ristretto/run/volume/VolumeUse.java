package dev.ristretto.run.volume;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * The volumes that an instance is being started with. From {@link #take} until this is closed nobody else of ristretto
 * touches them: whoever wants one waits a little. It is to be closed when the instance has locked their disks, or could
 * not be started. Not safe for use by several threads.
 */
public final class VolumeUse implements AutoCloseable {
    private final VolumeStore store;
    private final VolumeFolder folder;
    private final VolumeLocks locks;
    private final String instance;
    private final List<DiskLock> starts = new ArrayList<>();

    VolumeUse(VolumeStore store, VolumeFolder folder, VolumeLocks locks, String instance) {
        this.store = store;
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

    /**
     * The same; the volume is made if there is none.
     *
     * @param size bytes that it has then; empty if it is not to be made
     */
    public StoredVolume take(String name, OptionalLong size, boolean readOnly) {
        if (size.isPresent()) {
            StoredVolume unused = store.ensure(name, size.getAsLong());
        }
        return take(name, readOnly);
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
