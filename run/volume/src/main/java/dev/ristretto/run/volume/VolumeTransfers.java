package dev.ristretto.run.volume;

import dev.ristretto.kernel.filesystem.FileFault;
import dev.ristretto.run.host.FolderEntries;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Copies of volumes: to other volumes, to files and streams, and back. */
final class VolumeTransfers {
    private static final String UNFINISHED = ".unfinished";

    private final VolumeFolder folder;
    private final VolumeProgress progress;

    VolumeTransfers(VolumeFolder folder, VolumeProgress progress) {
        this.folder = folder;
        this.progress = progress;
    }

    /** Makes a volume that is a copy of a disk. */
    StoredVolume snapshot(FileChannel disk, String to) throws IOException {
        try (StagedFiles staged = folder.stage(to)) {
            SparseCopy.toFile(disk, staged.disk(), progress);
            return folder.publish(staged, to);
        }
    }

    /** Writes a disk to a new file. */
    void write(FileChannel disk, Path file) throws IOException {
        requireNone(file);
        Path parent = file.toAbsolutePath().normalize().getParent();
        if (parent == null || !Files.isDirectory(parent)) {
            throw new VolumeException("There is no folder " + parent + " to export to");
        }
        String hidden = "." + file.getFileName();
        for (Path leftover : FolderEntries.of(parent)) {
            String name = leftover.getFileName().toString();
            if (name.startsWith(hidden + ".") && name.endsWith(UNFINISHED)) {
                StagedFiles.deleteIfDead(leftover, leftover);
            }
        }
        try (StagedFiles staged = StagedFiles.file(parent.resolve(StagedFiles.unique(hidden) + UNFINISHED))) {
            SparseCopy.toFile(disk, staged.disk(), progress);
            staged.disk().force(true);
            staged.moveTo(parent.resolve(file.getFileName()));
        } catch (FileAlreadyExistsException e) {
            requireNone(file);
            throw e;
        }
    }

    /** Refuses a file that is there. */
    private static void requireNone(Path file) {
        if (Files.exists(file)) {
            throw new VolumeException("There is a file " + file + " already\nRemove it or name another one");
        }
    }

    /** Writes a disk to a stream. */
    void write(FileChannel disk, OutputStream target) throws IOException {
        SparseCopy.toStream(disk, target, progress);
    }

    /**
     * Makes a volume of what an image holds.
     *
     * @param total how long the image is; -1 if that is not known
     * @param source what the image is called in messages
     */
    StoredVolume read(InputStream image, long total, String source, String name) throws IOException {
        try (StagedFiles staged = folder.stage(name)) {
            FileChannel disk = staged.disk();
            SparseCopy.toFile(image, total, Ext4Disk.LARGEST, disk, progress);
            try {
                new Ext4Disk(disk).requireWritable();
            } catch (FileFault e) {
                throw new VolumeException(
                        source + " cannot be a volume: " + e.getMessage()
                                + "\nA volume is a raw ext4 image, such as mkfs.ext4 makes and e2fsck finds clean",
                        e);
            }
            SparseCopy.extend(disk, (disk.size() + Ext4Disk.BLOCK - 1) / Ext4Disk.BLOCK * Ext4Disk.BLOCK);
            return folder.publish(staged, name);
        }
    }
}
