package dev.ristretto.run.volume;

import dev.ristretto.kernel.filesystem.FileFault;
import dev.ristretto.kernel.filesystem.Volume;
import dev.ristretto.run.volume.files.FileSource;
import dev.ristretto.run.volume.files.FileTree;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * The files in a volume, for whoever looks into it or changes it without an instance. Safe for use by several threads.
 */
public final class VolumeFiles implements FileSource {
    private static final String ROOT = "/";
    private static final int SECONDS_TO_END = 10;

    private final VolumeFolder folder;
    private final VolumeLocks locks;
    private final String name;
    private final String place;

    VolumeFiles(VolumeFolder folder, VolumeLocks locks, String name) {
        this(folder, locks, name, ROOT);
    }

    private VolumeFiles(VolumeFolder folder, VolumeLocks locks, String name, String place) {
        this.folder = folder;
        this.locks = locks;
        this.name = name;
        this.place = place;
    }

    /** The same files by the paths that they have for an instance which finds the volume at a path. */
    public VolumeFiles at(String path) {
        return new VolumeFiles(folder, locks, name, path);
    }

    /** What is done with files that can be changed. */
    @FunctionalInterface
    public interface Changing<T> {
        /**
         * Does it.
         *
         * @param ending whether the process is being ended, and waits for this to end before
         */
        T run(FileTree files, BooleanSupplier ending) throws IOException;
    }

    /** Unmounts when the work is done, or has failed. */
    @FunctionalInterface
    private interface Unmounting extends AutoCloseable {
        @Override
        void close() throws FileFault;
    }

    /**
     * {@inheritDoc}
     *
     * <p>The volume is not changed: a journal that has to be replayed is replayed in memory.
     *
     * @throws VolumeException if somebody writes to the volume, it cannot be read, or the work fails
     */
    @Override
    public <T> T read(String complaint, Reading<T> work) {
        return VolumeStore.attempt(complaint, () -> {
            try (DiskLock lock = locks.toRead(folder.get(name))) {
                Volume volume = new Ext4Disk(lock.channel()).look();
                try (Unmounting unmounting = volume::close) {
                    return work.run(tree(volume));
                }
            }
        });
    }

    /**
     * Does something with the files, which may change them. When this returns, or fails, all that was done is durable;
     * if a signal ends the process, it ends when that is so.
     *
     * @param complaint what to say has failed if it does
     * @throws VolumeException if somebody uses the volume, it cannot be changed, or the work fails
     */
    public <T> T change(String complaint, Changing<T> work) {
        return VolumeStore.attempt(complaint, () -> {
            try (DiskLock lock = locks.alone(folder.get(name));
                    Ending ending = new Ending()) {
                Volume volume = new Ext4Disk(lock.channel()).mount();
                try (Unmounting unmounting = volume::close;
                        Unmounting synchronizing = volume::sync) {
                    return work.run(tree(volume), ending::isAsked);
                }
            }
        });
    }

    private FileTree tree(Volume volume) throws FileFault {
        return place.equals(ROOT) ? FileTree.of(volume) : FileTree.of(volume, place);
    }

    /** Has a process that a signal ends wait until a volume is unmounted. */
    private static final class Ending implements AutoCloseable {
        private final CountDownLatch done = new CountDownLatch(1);
        private final Thread hook = new Thread(this::await, "end of a change of a volume");
        private volatile boolean asked;

        Ending() throws IOException {
            try {
                Runtime.getRuntime().addShutdownHook(hook);
            } catch (IllegalStateException e) {
                throw new IOException("interrupted before anything was changed", e);
            }
        }

        boolean isAsked() {
            return asked;
        }

        private void await() {
            asked = true;
            try {
                boolean unused = done.await(SECONDS_TO_END, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void close() {
            done.countDown();
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException e) {
                // It is just being waited for.
            }
        }
    }
}
