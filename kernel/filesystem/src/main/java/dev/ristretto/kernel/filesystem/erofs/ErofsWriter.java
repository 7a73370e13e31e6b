package dev.ristretto.kernel.filesystem.erofs;

import static dev.ristretto.kernel.filesystem.block.LittleEndian.put16;
import static dev.ristretto.kernel.filesystem.block.LittleEndian.put32;
import static dev.ristretto.kernel.filesystem.block.LittleEndian.put64;
import static dev.ristretto.kernel.filesystem.block.LittleEndian.put8;

import dev.ristretto.kernel.filesystem.DeviceFile;
import dev.ristretto.kernel.filesystem.Directory;
import dev.ristretto.kernel.filesystem.FileFault;
import dev.ristretto.kernel.filesystem.FileNames;
import dev.ristretto.kernel.filesystem.Inode;
import dev.ristretto.kernel.filesystem.RegularFile;
import dev.ristretto.kernel.filesystem.block.BlockDevice;
import dev.ristretto.kernel.filesystem.block.BlockFault;
import dev.ristretto.kernel.filesystem.block.Crc32c;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes an image of a tree of files. The same tree, UUID and time give the same bytes; files have the times, owners,
 * permissions and extended attributes that they have in the tree. The tree must not change meanwhile.
 */
public final class ErofsWriter {
    private static final int BLOCK_BITS = 12;
    private static final int BLOCK_SIZE = 1 << BLOCK_BITS;
    private static final int CHUNK = 1 << 16;
    private static final int FEATURES = ErofsFormat.HAS_CHECKSUM | 2;
    private static final int DEEPEST = 1 << 10;
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private final byte[] uuid;
    private final long now;
    private final List<ErofsNode> nodes = new ArrayList<>();
    private final Map<Inode, ErofsNode> known = new IdentityHashMap<>();
    private final long blocks;

    /**
     * Looks at all of a tree, but not yet at what is in its files.
     *
     * @param uuid 16 bytes that name the image
     * @param now when it is made, in nanoseconds since 1970
     * @throws FileFault what reading the tree fails with; UNSUPPORTED for devices of this kernel
     */
    public ErofsWriter(Directory root, byte[] uuid, long now) throws FileFault {
        this.uuid = uuid.clone();
        this.now = now;
        collect(root, null, 0);
        long at = ErofsFormat.SUPERBLOCK + ErofsFormat.SUPERBLOCK_SIZE;
        for (ErofsNode node : nodes) {
            node.place(at, BLOCK_SIZE);
            long end = node.position() + node.headSize() + node.tailSize(BLOCK_SIZE);
            at = (end + ErofsFormat.SLOT - 1) / ErofsFormat.SLOT * ErofsFormat.SLOT;
        }
        long block = (at + BLOCK_SIZE - 1) / BLOCK_SIZE;
        for (ErofsNode node : nodes) {
            long count = node.blocks(BLOCK_SIZE);
            if (count > 0) {
                node.placeContents(block);
                block += count;
            }
        }
        blocks = block;
    }

    /** How many bytes the image has. */
    public long size() {
        return blocks * BLOCK_SIZE;
    }

    /** Writes the image to a device, its beginning last. */
    public void write(BlockDevice device) throws FileFault {
        try {
            byte[] first = new byte[BLOCK_SIZE];
            byte[] block = first;
            long number = 0;
            for (ErofsNode node : nodes) {
                if (node.position() / BLOCK_SIZE != number) {
                    writeMetadata(device, number, block);
                    number = node.position() / BLOCK_SIZE;
                    block = new byte[BLOCK_SIZE];
                }
                int at = (int) (node.position() % BLOCK_SIZE);
                node.write(block, at);
                int tail = node.tailSize(BLOCK_SIZE);
                writeContents(device, node, ByteBuffer.wrap(block, at + node.headSize(), tail));
            }
            writeMetadata(device, number, block);
            putSuperblock(first);
            device.write(0, ByteBuffer.wrap(first));
            device.flush();
        } catch (BlockFault e) {
            throw new FileFault(FileFault.Reason.IO, String.valueOf(e.getMessage()), e);
        }
    }

    /** The first block waits for its checksum. */
    private static void writeMetadata(BlockDevice device, long number, byte[] block) throws BlockFault {
        if (number > 0) {
            device.write(number * BLOCK_SIZE, ByteBuffer.wrap(block));
        }
    }

    private ErofsNode collect(Inode inode, @Nullable ErofsNode parent, int depth) throws FileFault {
        ErofsNode existing = known.get(inode);
        if (existing != null) {
            existing.addLink();
            return existing;
        }
        if (inode instanceof DeviceFile || depth > DEEPEST) {
            throw new FileFault(FileFault.Reason.UNSUPPORTED, "inode " + inode.number() + " in an image");
        }
        ErofsNode node = new ErofsNode(inode, nodes.size() + 1);
        nodes.add(node);
        known.put(inode, node);
        node.addLink();
        if (inode instanceof Directory directory) {
            node.addLink();
            node.entries().add(new ErofsNode.Entry(new byte[] {'.'}, node));
            node.entries().add(new ErofsNode.Entry(new byte[] {'.', '.'}, parent == null ? node : parent));
            List<String> names = new ArrayList<>(directory.names());
            names.sort(null);
            for (String name : names) {
                Inode found = directory.find(name);
                if (found == null) {
                    throw new FileFault(FileFault.Reason.NOT_FOUND, name);
                }
                ErofsNode below = collect(found, node, depth + 1);
                node.entries().add(new ErofsNode.Entry(FileNames.encode(name), below));
                if (found instanceof Directory) {
                    node.addLink();
                }
            }
            node.complete(BLOCK_SIZE);
        }
        return node;
    }

    private static void writeContents(BlockDevice device, ErofsNode node, ByteBuffer tail)
            throws BlockFault, FileFault {
        if (node.inode() instanceof RegularFile file) {
            writeFile(device, node, file, tail);
            return;
        }
        byte[] contents = switch (node.inode().kind()) {
            case DIRECTORY -> node.contents(BLOCK_SIZE);
            case SYMBOLIC_LINK -> node.target();
            default -> new byte[0];
        };
        int own = contents.length - tail.remaining();
        tail.put(contents, own, tail.remaining());
        if (own > 0) {
            byte[] padded = new byte[(int) node.blocks(BLOCK_SIZE) * BLOCK_SIZE];
            System.arraycopy(contents, 0, padded, 0, own);
            device.write(node.firstBlock() * BLOCK_SIZE, ByteBuffer.wrap(padded));
        }
    }

    private static void writeFile(BlockDevice device, ErofsNode node, RegularFile file, ByteBuffer tail)
            throws BlockFault, FileFault {
        long own = node.size() - tail.remaining();
        for (long at = 0; at < own; at += CHUNK) {
            int length = (int) Math.min(CHUNK, own - at);
            ByteBuffer chunk = ByteBuffer.allocate((length + BLOCK_SIZE - 1) / BLOCK_SIZE * BLOCK_SIZE);
            readAll(file, at, chunk.limit(length));
            device.write(node.firstBlock() * BLOCK_SIZE + at, chunk.clear());
        }
        readAll(file, own, tail);
    }

    private static void readAll(RegularFile file, long from, ByteBuffer target) throws FileFault {
        if (!file.readFully(from, target)) {
            throw new FileFault(FileFault.Reason.IO, "inode " + file.number() + " became shorter");
        }
    }

    private void putSuperblock(byte[] block) {
        int at = ErofsFormat.SUPERBLOCK;
        put32(block, at, ErofsFormat.MAGIC);
        put32(block, at + 8, FEATURES);
        put8(block, at + 12, BLOCK_BITS);
        put16(block, at + 14, (int) (nodes.getFirst().position() / ErofsFormat.SLOT));
        put64(block, at + 16, nodes.size());
        put64(block, at + 24, Math.floorDiv(now, NANOS_PER_SECOND));
        put32(block, at + 32, Math.floorMod(now, NANOS_PER_SECOND));
        put32(block, at + 36, blocks);
        System.arraycopy(uuid, 0, block, at + 48, uuid.length);
        int checksum = new Crc32c()
                .start(Crc32c.START)
                .bytes(block, at, BLOCK_SIZE - at)
                .value();
        put32(block, at + 4, checksum);
    }
}
