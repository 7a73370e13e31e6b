package dev.ristretto.run.volume;

import dev.ristretto.kernel.filesystem.FileFault;
import dev.ristretto.run.host.FolderLock;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Who may use which volume. Disks are locked by whoever has the lock of names: so whoever finds one locked finds it in
 * use, and not somebody else who is just looking. What runs an instance knows nothing of that lock; so a volume has a
 * mark from the moment that it was found free for an instance until the instance has locked its disk, and as long
 * nobody tries that.
 *
 * <p>Commands have a volume for moments, as a rule, and so have starts. Who finds one so waits for its end, but not for
 * ever; who finds it used by an instance does not wait.
 */
final class VolumeLocks {
    private static final long PAUSE_MILLIS = 10;

    private final VolumeFolder folder;
    private final Duration patience;

    /**
     * Those of the volumes in a folder.
     *
     * @param patience how long to wait for whoever has a volume for moments
     */
    VolumeLocks(VolumeFolder folder, Duration patience) {
        this.folder = folder;
        this.patience = patience;
    }

    /** An attempt under the lock of names to get a lock on a volume that no instance is being started with. */
    @FunctionalInterface
    private interface Attempt {
        Optional<DiskLock> run() throws IOException, FileFault;
    }

    /** Locks a disk against everybody. */
    DiskLock alone(StoredVolume volume) throws IOException, FileFault {
        return patiently(volume, () -> exclusive(volume));
    }

    /** The same for a disk that is kept for nobody. */
    DiskLock toRemove(StoredVolume volume) throws IOException, FileFault {
        return patiently(volume, () -> {
            folder.requireUnclaimed(volume.name());
            return exclusive(volume);
        });
    }

    /** Locks a disk against those who write, after its journal was replayed. */
    DiskLock toCopy(StoredVolume volume) throws IOException, FileFault {
        return patiently(volume, () -> {
            try {
                replay(volume);
            } catch (FileFault e) {
                // Of what is damaged somebody may want a copy as it is, and a check tells of it.
            }
            return DiskLock.shared(volume.disk());
        });
    }

    /** Locks a disk against those who write, and changes nothing on it. */
    DiskLock toRead(StoredVolume volume) throws IOException, FileFault {
        return patiently(volume, () -> {
            boolean unused = release(exclusive(volume));
            return DiskLock.shared(volume.disk());
        });
    }

    /** See {@link VolumeUse#take}; the mark, which is to be closed when the instance has locked the disk. */
    DiskLock start(StoredVolume volume, String instance, boolean readOnly) throws IOException, FileFault {
        return patiently(volume, () -> {
            if (readOnly) {
                replay(volume);
            }
            if (!release(readOnly ? DiskLock.shared(volume.disk()) : exclusive(volume))) {
                return Optional.empty();
            }
            folder.setHolder(volume.name(), instance);
            return DiskLock.mark(folder.startMark(volume.name()));
        });
    }

    private DiskLock patiently(StoredVolume volume, Attempt attempt) throws IOException, FileFault {
        long end = System.nanoTime() + patience.toNanos();
        while (true) {
            try (FolderLock names = folder.lock()) {
                StoredVolume unused = folder.get(volume.name());
                boolean starting = isStarting(volume);
                Optional<DiskLock> lock = starting ? Optional.empty() : attempt.run();
                if (lock.isPresent()) {
                    return lock.get();
                }
                boolean passes = starting || folder.lastHolder(volume.name()).isEmpty();
                if (!passes || System.nanoTime() - end >= 0) {
                    throw folder.inUse(volume.name());
                }
            }
            pause();
        }
    }

    private static void pause() throws InterruptedIOException {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while others used the volume");
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
                if (Files.exists(volume.disk()) && (isStarting(volume) || !isFree(volume))) {
                    String holder = folder.lastHolder(volume.name()).orElse(VolumeFolder.UNKNOWN_HOLDER);
                    holders.put(volume.name(), holder);
                }
            }
        }
        return holders;
    }

    private boolean isStarting(StoredVolume volume) throws IOException {
        Path mark = folder.startMark(volume.name());
        return Files.exists(mark) && !release(DiskLock.mark(mark));
    }

    private static boolean isFree(StoredVolume volume) throws IOException {
        return release(DiskLock.exclusive(volume.disk()));
    }

    /** Whether there was a lock, which is there no more. */
    private static boolean release(Optional<DiskLock> lock) throws IOException {
        if (lock.isPresent()) {
            lock.get().close();
        }
        return lock.isPresent();
    }

    /** Replays the journal if nobody uses the disk: who does has mounted it, so that it was replayed then. */
    private void replay(StoredVolume volume) throws IOException, FileFault {
        Optional<DiskLock> alone = exclusive(volume);
        if (alone.isPresent()) {
            try (DiskLock lock = alone.get()) {
                new Ext4Disk(lock.channel()).replay();
            }
        }
    }

    /** Locks a disk against everybody, if nobody uses it: then no instance does any more. */
    private Optional<DiskLock> exclusive(StoredVolume volume) throws IOException {
        Optional<DiskLock> lock = DiskLock.exclusive(volume.disk());
        if (lock.isPresent()) {
            folder.clearHolder(volume.name());
        }
        return lock;
    }
}
