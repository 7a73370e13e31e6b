package dev.ristretto.run.volume;

import dev.ristretto.kernel.filesystem.FileFault;
import dev.ristretto.run.host.FolderLock;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Who may use which volume. Disks are locked by whoever has the lock of names: so whoever finds one locked finds it in
 * use, and not somebody else who is just looking.
 */
final class VolumeLocks {
    private final VolumeFolder folder;

    VolumeLocks(VolumeFolder folder) {
        this.folder = folder;
    }

    /** Locks a disk that is kept for nobody against everybody. */
    DiskLock toRemove(StoredVolume volume) throws IOException {
        try (FolderLock names = folder.lock()) {
            folder.requireUnclaimed(volume.name());
            return exclusive(volume);
        }
    }

    /** Locks a disk against those who write, after its journal was replayed. */
    DiskLock toRead(StoredVolume volume) throws IOException {
        try (FolderLock names = folder.lock()) {
            try {
                replay(volume);
            } catch (FileFault e) {
                // Of what is damaged somebody may want a copy as it is, and a check tells of it.
            }
            return shared(volume);
        }
    }

    /** See {@link VolumeStore#use}. */
    void announce(StoredVolume volume, String instance, boolean readOnly) throws IOException, FileFault {
        try (FolderLock names = folder.lock()) {
            if (readOnly) {
                replay(volume);
            }
            try (DiskLock lock = readOnly ? shared(volume) : exclusive(volume)) {
                folder.setHolder(volume.name(), instance);
            }
        }
    }

    /** See {@link VolumeStore#holders}. */
    Map<String, String> holders(List<StoredVolume> volumes) throws IOException {
        Map<String, String> holders = new TreeMap<>();
        if (volumes.isEmpty()) {
            return holders;
        }
        try (FolderLock names = folder.lock()) {
            for (StoredVolume volume : volumes) {
                if (Files.exists(volume.disk()) && !isFree(volume)) {
                    String holder = folder.lastHolder(volume.name()).orElse(VolumeFolder.UNKNOWN_HOLDER);
                    holders.put(volume.name(), holder);
                }
            }
        }
        return holders;
    }

    private static boolean isFree(StoredVolume volume) throws IOException {
        Optional<DiskLock> lock = DiskLock.exclusive(volume.disk());
        if (lock.isPresent()) {
            lock.get().close();
        }
        return lock.isPresent();
    }

    /** Replays the journal if nobody uses the disk: who does has mounted it, so that it was replayed then. */
    private void replay(StoredVolume volume) throws IOException, FileFault {
        Optional<DiskLock> alone = DiskLock.exclusive(volume.disk());
        if (alone.isPresent()) {
            try (DiskLock lock = alone.get()) {
                folder.clearHolder(volume.name());
                new Ext4Disk(lock.channel()).replay();
            }
        }
    }

    private DiskLock exclusive(StoredVolume volume) throws IOException {
        return DiskLock.exclusive(volume.disk()).orElseThrow(() -> folder.inUse(volume.name()));
    }

    private DiskLock shared(StoredVolume volume) throws IOException {
        return DiskLock.shared(volume.disk()).orElseThrow(() -> folder.inUse(volume.name()));
    }
}
