package dev.ristretto.run.volume;

import dev.ristretto.kernel.filesystem.ext4.layout.Ext4Superblock;
import java.nio.ByteBuffer;
import java.util.UUID;

/**
 * What the file system on a volume says of itself. While an instance writes to it, this is what was last made durable.
 *
 * @param uuid what names it
 * @param bytes all that it has
 * @param freeBytes how much of that is free
 */
public record FileSystemSummary(UUID uuid, long bytes, long freeBytes) {
    static FileSystemSummary of(Ext4Superblock superblock) {
        ByteBuffer uuid = ByteBuffer.wrap(superblock.uuid());
        long block = superblock.blockSize();
        return new FileSystemSummary(
                new UUID(uuid.getLong(), uuid.getLong()), superblock.blocks() * block, superblock.freeBlocks() * block);
    }
}
