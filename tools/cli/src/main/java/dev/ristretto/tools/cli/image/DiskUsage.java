package dev.ristretto.tools.cli.image;

import dev.ristretto.build.pipeline.CacheFolder;
import dev.ristretto.fleet.launcher.FleetFolders;
import dev.ristretto.image.store.ImageStore;
import dev.ristretto.image.store.StoreUsage;
import dev.ristretto.run.host.FolderEntries;
import dev.ristretto.run.vmm.MemorySize;
import dev.ristretto.run.volume.StoredVolume;
import dev.ristretto.run.volume.VolumeStore;
import dev.ristretto.tools.cli.terminal.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What one kind of thing takes of the disk. The names of the components are those of the JSON form.
 *
 * @param kind {@code images}, {@code leftovers} (files that no image needs), {@code builds} (results of earlier ones),
 *     {@code consoles}, {@code database} or {@code volumes}
 * @param count how many there are
 * @param used how many of them something needs
 * @param bytes of all files
 * @param sharedBytes of those that several need
 * @param reclaimableBytes of those that nothing needs
 */
record DiskUsage(String kind, int count, int used, long bytes, long sharedBytes, long reclaimableBytes) {

    /** All kinds. Needs no daemon. */
    static List<DiskUsage> of(ImageStore store, CacheFolder builds, FleetFolders fleet, VolumeStore volumes)
            throws IOException {
        StoreUsage images = store.usage();
        CacheFolder.Usage results = builds.usage();
        DiskUsage consoles = consoles(fleet.data().resolve("instances"));
        long database = 0;
        int parts = 0;
        for (String suffix : List.of("", "-wal", "-shm")) {
            Path file = fleet.database().resolveSibling(fleet.database().getFileName() + suffix);
            long bytes = size(file);
            database += bytes;
            parts = suffix.isEmpty() && bytes > 0 ? 1 : parts;
        }
        return List.of(
                new DiskUsage(
                        "images",
                        images.images(),
                        images.usedImages(),
                        images.bytes(),
                        images.sharedBytes(),
                        images.unusedBytes()),
                new DiskUsage("leftovers", images.leftOvers(), 0, images.leftOverBytes(), 0, images.leftOverBytes()),
                new DiskUsage("builds", results.count(), 0, results.bytes(), 0, results.bytes()),
                consoles,
                new DiskUsage("database", parts, parts, database, 0, 0),
                volumes(volumes));
    }

    /** Without an instance a volume is what somebody wants to keep all the same. */
    private static DiskUsage volumes(VolumeStore store) {
        List<StoredVolume> volumes = store.list();
        Set<String> used = new HashSet<>(store.holders(volumes).keySet());
        used.addAll(store.keptFor(volumes).keySet());
        long bytes = store.usedBytes(volumes).values().stream()
                .mapToLong(Long::longValue)
                .sum();
        return new DiskUsage("volumes", volumes.size(), used.size(), bytes, 0, 0);
    }

    /** A folder for each instance; they are limited by themselves and go with it. */
    private static DiskUsage consoles(Path instances) throws IOException {
        int count = 0;
        long bytes = 0;
        if (Files.isDirectory(instances)) {
            for (Path folder : FolderEntries.of(instances)) {
                if (Files.isDirectory(folder)) {
                    count++;
                    bytes += sizes(folder);
                }
            }
        }
        return new DiskUsage("consoles", count, count, bytes, 0, 0);
    }

    private static long sizes(Path folder) throws IOException {
        long bytes = 0;
        try {
            for (Path file : FolderEntries.of(folder)) {
                bytes += size(file);
            }
        } catch (NoSuchFileException e) {
            // The instance has just been removed.
        }
        return bytes;
    }

    private static long size(Path file) throws IOException {
        try {
            return Files.size(file);
        } catch (NoSuchFileException e) {
            return 0;
        }
    }

    /** For people. */
    static Table table(List<DiskUsage> usages) {
        Table table = new Table("KIND", "COUNT", "USED", "SIZE", "SHARED", "RECLAIMABLE");
        usages.forEach(usage -> table.row(
                usage.kind(),
                Integer.toString(usage.count()),
                Integer.toString(usage.used()),
                MemorySize.format(usage.bytes()),
                MemorySize.format(usage.sharedBytes()),
                MemorySize.format(usage.reclaimableBytes())));
        return table;
    }
}
