package dev.ristretto.run.volume;

import dev.ristretto.kernel.filesystem.FileFault;
import dev.ristretto.kernel.filesystem.block.BlockFault;
import dev.ristretto.kernel.filesystem.ext4.Ext4Volume;
import dev.ristretto.kernel.filesystem.ext4.layout.Ext4Superblock;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The check of a file system that nobody writes to. */
final class VolumeCheck {
    private VolumeCheck() {}

    /** Reads everything. */
    static CheckReport run(Ext4Disk disk, VolumeProgress progress) throws IOException {
        List<String> faults = new ArrayList<>();
        try {
            Ext4Superblock superblock = disk.superblock();
            Ext4Volume volume = Ext4Volume.mount(disk.device(true), Ext4Disk.CLOCK, true, Ext4Disk.CACHE);
            TreeCheck tree = new TreeCheck(volume, faults::add, progress);
            tree.run();
            volume.close();
            // The root is one of those that are reserved.
            GroupCheck.run(disk.device(true), superblock, tree.files() + tree.directories() - 1, faults::add);
            FileSystemSummary summary = FileSystemSummary.of(superblock);
            return new CheckReport(
                    tree.files(), tree.directories(), summary.bytes() - summary.freeBytes(), summary.bytes(), faults);
        } catch (FileFault | BlockFault e) {
            faults.add(String.valueOf(e.getMessage()));
            return new CheckReport(0, 0, 0, 0, faults);
        }
    }
}
