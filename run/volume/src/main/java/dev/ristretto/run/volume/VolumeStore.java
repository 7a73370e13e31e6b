package dev.ristretto.run.volume;

import dev.ristretto.kernel.filesystem.FileFault;
import dev.ristretto.run.host.AllocatedSize;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The user's volumes, each an ext4 file system in a file with holes. Safe for use by several threads and processes:
 * what a method makes or removes is there wholly or not at all, also if the process is killed.
 *
 * <p>Whoever uses a volume keeps a lock on its {@link StoredVolume#disk()} as long (fcntl(2)): on the whole file,
 * exclusive to write and shared to read, or as QEMU locks images. Methods of this class try that lock, and Linux frees
 * all locks of a process on a file when it closes any descriptor of the file: a process that holds such a lock itself
 * must not ask this class about that volume.
 *
 * <p>All methods throw {@link VolumeException} if the store cannot be read or changed, if a name cannot be that of a
 * volume, and, but for those that make one, if there is no volume of that name.
 */
public final class VolumeStore {
    /** Bytes of the smallest volume. */
    public static final long SMALLEST = Ext4Disk.SMALLEST;

    /** Bytes of a volume of which nothing else is said. */
    public static final long USUAL = 1L << 30;

    /** While there are so many volumes, no others are made only because somebody is about to use them. */
    public static final int MOST_MADE = 10_000;

    /** Bytes of the largest volume. */
    public static final long LARGEST = Ext4Disk.LARGEST;

    /** For commands and starts of instances; who waits longer wants to know why. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final VolumeFolder folder;
    private final VolumeLocks locks;
    private final VolumeTransfers transfers;
    private final VolumeProgress progress;

    /** The volumes in a folder, which is created by the first one. */
    public VolumeStore(Path folder) {
        this(folder, VolumeProgress.NONE);
    }

    /** The same; methods that may take long tell how far they have come. */
    public VolumeStore(Path folder, VolumeProgress progress) {
        this(folder, progress, PATIENCE);
    }

    /**
     * The same.
     *
     * @param patience how long to wait for others who have a volume for moments
     */
    VolumeStore(Path folder, VolumeProgress progress, Duration patience) {
        this.folder = new VolumeFolder(folder);
        this.locks = new VolumeLocks(this.folder, patience);
        this.transfers = new VolumeTransfers(this.folder, progress);
        this.progress = progress;
    }

    /**
     * Makes a volume with an empty file system.
     *
     * @param bytes from {@link #SMALLEST} to {@link #LARGEST}; rounded up to 4 KiB
     * @throws VolumeException if there is a volume of that name, or none can have this size
     */
    public StoredVolume create(String name, long bytes) {
        checkForm(name, bytes);
        return attempt("Volume " + name + " cannot be made", () -> {
            try (StagedFiles staged = folder.stage(name)) {
                new Ext4Disk(staged.disk()).format((bytes + Ext4Disk.BLOCK - 1) / Ext4Disk.BLOCK * Ext4Disk.BLOCK);
                return folder.publish(staged, name);
            }
        });
    }

    /**
     * The volume of a name, which is made with an empty file system if there is none.
     *
     * @param bytes its size if it is made
     * @throws VolumeException if none can have this size, or there are {@link #MOST_MADE} already
     */
    StoredVolume ensure(String name, long bytes) {
        checkForm(name, bytes);
        Optional<StoredVolume> found = attempt("Volume " + name + " cannot be read", () -> folder.find(name));
        if (found.isEmpty() && list().size() >= MOST_MADE) {
            throw new VolumeException("Volume " + name + " is not made by itself, as there are " + MOST_MADE
                    + " volumes\nRemove some: ristretto volume prune");
        }
        return found.orElseGet(() -> create(name, bytes));
    }

    /**
     * Checks that a volume can be called so and have this size.
     *
     * @throws VolumeException if it cannot
     */
    public static void checkForm(String name, long bytes) {
        VolumeFolder.checkName(name);
        if (bytes < SMALLEST || bytes > LARGEST) {
            throw new VolumeException("A volume has from " + (SMALLEST >> 20) + "M to " + (LARGEST >> 40) + "T, not "
                    + bytes + " bytes\nSay how much, such as 1G");
        }
    }

    /** All volumes by name. */
    public List<StoredVolume> list() {
        return attempt("The volumes cannot be listed", folder::all);
    }

    /** The volume of a name. */
    public StoredVolume get(String name) {
        return attempt("Volume " + name + " cannot be read", () -> folder.get(name));
    }

    /**
     * Removes a volume with all that is in it.
     *
     * @throws VolumeException if somebody uses it, also to read only, or it is kept for somebody
     */
    public void remove(String name) {
        boolean unused = attempt("Volume " + name + " cannot be removed", () -> {
            StoredVolume volume = folder.get(name);
            try (DiskLock lock = locks.toRemove(volume)) {
                folder.retire(volume);
            }
            folder.lock().close();
            return true;
        });
    }

    /** Deletes what killed processes have left; every change of the store does so too. */
    public void clear() {
        boolean unused = attempt("The leftovers of volumes cannot be deleted", () -> {
            folder.lock().close();
            return true;
        });
    }

    /**
     * Makes a volume that is a copy of another one as it is now.
     *
     * @throws VolumeException if somebody writes to {@code from}, or there is a volume {@code to}
     */
    public StoredVolume snapshot(String from, String to) {
        return attempt("Volume " + to + " cannot be made from " + from, () -> {
            StoredVolume volume = folder.get(from);
            folder.requireFree(to);
            try (DiskLock lock = locks.toCopy(volume)) {
                return transfers.snapshot(lock.channel(), to);
            }
        });
    }

    /**
     * Writes a volume to a new file, a raw ext4 image with holes.
     *
     * @throws VolumeException if somebody writes to it, or the file is there
     */
    public void exportTo(String name, Path file) {
        boolean unused = attempt("Volume " + name + " cannot be exported to " + file, () -> {
            try (DiskLock lock = locks.toCopy(folder.get(name))) {
                transfers.write(lock.channel(), file);
            }
            return true;
        });
    }

    /** The same to a stream, with zeros for holes; what was written stays if it fails. */
    public void exportTo(String name, OutputStream target) {
        boolean unused = attempt("Volume " + name + " cannot be exported", () -> {
            try (DiskLock lock = locks.toCopy(folder.get(name))) {
                transfers.write(lock.channel(), target);
            }
            return true;
        });
    }

    /**
     * Makes a volume of a file that is a raw ext4 image; its journal is replayed in the volume.
     *
     * @throws VolumeException if it is none, or none that could be written to, or there is a volume of that name
     */
    public StoredVolume importFrom(String name, Path file) {
        return attempt("Volume " + name + " cannot be made from " + file, () -> {
            folder.requireFree(name);
            try (InputStream image = Files.newInputStream(file)) {
                return transfers.read(image, Files.size(file), file.toString(), name);
            }
        });
    }

    /** The same with an image from a stream, up to its end. */
    public StoredVolume importFrom(String name, InputStream image) {
        return attempt("Volume " + name + " cannot be made", () -> transfers.read(image, -1, "What has come", name));
    }

    /**
     * Reads everything in a volume. Its journal is replayed before if nobody uses the volume.
     *
     * @throws VolumeException if somebody writes to it; what is wrong with the file system is in the report
     */
    public CheckReport check(String name) {
        return attempt("Volume " + name + " cannot be checked", () -> {
            try (DiskLock lock = locks.toCopy(folder.get(name))) {
                return VolumeCheck.run(new Ext4Disk(lock.channel()), progress);
            }
        });
    }

    /** The files in a volume of a name, which need not be there yet. */
    public VolumeFiles files(String name) {
        return new VolumeFiles(folder, locks, name);
    }

    /** What the file system on a volume says of itself; empty if it cannot be read. */
    public Optional<FileSystemSummary> fileSystem(StoredVolume volume) {
        return attempt("Volume " + volume.name() + " cannot be read", () -> {
            try (FileChannel channel = FileChannel.open(volume.disk())) {
                return Optional.of(FileSystemSummary.of(new Ext4Disk(channel).superblock()));
            } catch (FileFault | NoSuchFileException e) {
                return Optional.empty();
            }
        });
    }

    /** Bytes that volumes take of this computer's disk, by name; without those that have been removed meanwhile. */
    public Map<String, Long> usedBytes(List<StoredVolume> volumes) {
        return attempt("What volumes take cannot be found out", () -> {
            Map<Path, Long> sizes =
                    AllocatedSize.of(volumes.stream().map(StoredVolume::disk).toList());
            return volumes.stream()
                    .filter(volume -> sizes.containsKey(volume.disk()))
                    .collect(Collectors.toMap(StoredVolume::name, volume -> sizes.getOrDefault(volume.disk(), 0L)));
        });
    }

    /** Who uses a volume, an instance's name if it is one; empty if nobody does. */
    public Optional<String> holder(String name) {
        return Optional.ofNullable(holders(List.of(get(name))).get(name));
    }

    /** Who uses volumes, by name; without those that nobody uses or that have been removed meanwhile. */
    public Map<String, String> holders(List<StoredVolume> volumes) {
        return attempt("Who uses volumes cannot be found out", () -> locks.holders(volumes));
    }

    /**
     * Begins the start of an instance with volumes.
     *
     * @param instance its name
     */
    public VolumeUse use(String instance) {
        return new VolumeUse(this, folder, locks, instance);
    }

    /** Keeps the volumes of these claims from now on, and no others. */
    public void keep(Collection<VolumeClaim> claims) {
        boolean unused = attempt("Which volumes are kept cannot be written down", () -> {
            folder.keep(List.copyOf(claims));
            return true;
        });
    }

    /** For whom volumes are kept, by the volume's name; see {@link VolumeClaim#keeps}. */
    public Map<String, String> keptFor(List<StoredVolume> volumes) {
        return attempt("Which volumes are kept cannot be read", () -> folder.keptFor(volumes));
    }

    @FunctionalInterface
    interface Work<T> {
        T run() throws IOException, FileFault;
    }

    /** Has what fails say what was to be done. */
    static <T> T attempt(String complaint, Work<T> work) {
        try {
            return work.run();
        } catch (IOException | FileFault e) {
            throw VolumeException.of(complaint, e);
        }
    }
}
