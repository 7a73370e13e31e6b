package dev.ristretto.tools.cli.volume;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.ristretto.run.vmm.MemorySize;
import dev.ristretto.run.volume.FileSystemSummary;
import dev.ristretto.run.volume.StoredVolume;
import dev.ristretto.run.volume.VolumeStore;
import dev.ristretto.tools.cli.terminal.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A volume as it is shown. The names of the components are those of the JSON form.
 *
 * @param name what it is called
 * @param bytes its size
 * @param usedBytes what it takes of this computer's disk
 * @param freeBytes what is free inside, as far as that is on the disk; null if there is no file system any more
 * @param inUseBy who uses it, by name if it is an instance; null if nobody does
 * @param keptFor the service whose it is, with the ordinal of the replica if it is one replica's, {@code web/2}; null
 *     if it is no service's
 * @param created when it was made, ISO 8601 in UTC
 * @param uuid of the file system; null if there is none any more
 * @param disk the file
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record VolumeView(
        String name,
        long bytes,
        long usedBytes,
        @Nullable Long freeBytes,
        @Nullable String inUseBy,
        @Nullable String keptFor,
        String created,
        @Nullable String uuid,
        String disk) {

    /** Those of the volumes that there still are, with what is known of them. */
    static List<VolumeView> of(VolumeStore store, List<StoredVolume> volumes) {
        Map<String, Long> used = store.usedBytes(volumes);
        Map<String, String> holders = store.holders(volumes);
        Map<String, String> owners = store.keptFor(volumes);
        List<VolumeView> views = new ArrayList<>();
        for (StoredVolume volume : volumes) {
            Long usedBytes = used.get(volume.name());
            if (usedBytes == null) {
                // Somebody has just removed it.
                continue;
            }
            Optional<FileSystemSummary> inside = store.fileSystem(volume);
            views.add(new VolumeView(
                    volume.name(),
                    volume.size(),
                    usedBytes,
                    inside.map(FileSystemSummary::freeBytes).orElse(null),
                    holders.get(volume.name()),
                    owners.get(volume.name()),
                    volume.created().toString(),
                    inside.map(summary -> summary.uuid().toString()).orElse(null),
                    volume.disk().toString()));
        }
        return views;
    }

    /** One line for each. */
    static Table table(List<VolumeView> volumes) {
        Table table = new Table("NAME", "SIZE", "USED", "IN USE BY", "SERVICE", "CREATED");
        volumes.forEach(volume -> table.row(
                volume.name(),
                MemorySize.format(volume.bytes()),
                MemorySize.format(volume.usedBytes()),
                volume.inUseBy() == null ? "" : volume.inUseBy(),
                volume.keptFor() == null ? "" : volume.keptFor(),
                volume.created()));
        return table;
    }

    /** Everything about one. */
    Table details() {
        Table table = new Table("", "");
        table.row("volume", name);
        table.row("size", MemorySize.format(bytes));
        table.row("used on this computer", MemorySize.format(usedBytes));
        table.row("free inside", freeBytes == null ? "no file system" : MemorySize.format(freeBytes));
        table.row("in use by", inUseBy == null ? "nobody" : inUseBy);
        table.row("service", keptFor == null ? "none" : keptFor);
        table.row("created", created);
        table.row("uuid", uuid == null ? "" : uuid);
        table.row("disk", disk);
        return table;
    }
}
