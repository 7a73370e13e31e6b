package dev.ristretto.kernel.filesystem.ext4;

import static dev.ristretto.kernel.filesystem.block.LittleEndian.i32;
import static dev.ristretto.kernel.filesystem.block.LittleEndian.put32;

import dev.ristretto.kernel.filesystem.FileFault;
import dev.ristretto.kernel.filesystem.FileNames;
import dev.ristretto.kernel.filesystem.block.CachedBlock;
import dev.ristretto.kernel.filesystem.ext4.AttributeArea.Attribute;
import dev.ristretto.kernel.filesystem.ext4.layout.InodeFields;
import dev.ristretto.kernel.filesystem.ext4.layout.Metadata;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The extended attributes of one inode: what fits is in the inode itself, the rest in a block, which several inodes may
 * share. Access control lists are kept, but not shown: they have another form to the outside.
 */
final class ExtendedAttributes {
    private static final int MAGIC = 0xEA02_0000;
    private static final int HEADER = 32;
    private static final int REFERENCES = 4;
    private static final int BLOCKS = 8;
    private static final int HASH = 12;
    private static final int CHECKSUM = 16;
    private static final int LONGEST_NAME = 255;
    private static final Map<Integer, String> PREFIXES = Map.of(1, "user.", 4, "trusted.", 6, "security.");

    private final Ext4Parts parts;
    private final Metadata metadata;
    private final Ext4Inode inode;

    ExtendedAttributes(Ext4Parts parts, Ext4Inode inode) {
        this.parts = parts;
        this.inode = inode;
        metadata = parts.metadata();
    }

    List<String> names() throws FileFault {
        List<String> names = new ArrayList<>();
        for (Attribute attribute : all()) {
            String prefix = PREFIXES.get(attribute.prefix());
            if (prefix != null) {
                names.add(prefix + FileNames.decode(attribute.name(), 0, attribute.name().length));
            }
        }
        return names;
    }

    byte @Nullable [] get(String name) throws FileFault {
        int prefix = prefix(name);
        if (prefix != 0) {
            byte[] rest = rest(name, prefix);
            for (Attribute attribute : all()) {
                if (attribute.isCalled(prefix, rest)) {
                    return attribute.value();
                }
            }
        }
        return null;
    }

    /**
     * Sets an attribute, or removes it if {@code value} is null. The caller edits the inode before and stores it then.
     */
    void set(String name, byte @Nullable [] value) throws FileFault {
        int prefix = prefix(name);
        if (prefix == 0) {
            throw new FileFault(FileFault.Reason.UNSUPPORTED, name);
        }
        byte[] rest = rest(name, prefix);
        if (rest.length > LONGEST_NAME || rest.length == 0) {
            throw new FileFault(FileFault.Reason.INVALID, name);
        }
        List<Attribute> attributes = all();
        boolean removed = attributes.removeIf(attribute -> attribute.isCalled(prefix, rest));
        if (value != null) {
            attributes.add(new Attribute(prefix, rest, value));
        } else if (!removed) {
            throw new FileFault(FileFault.Reason.NO_DATA, name);
        }
        attributes.sort(Attribute.ORDER);
        write(attributes, name);
    }

    /** Gives the block free, or this inode's share in it. The caller edits the inode before and stores it then. */
    void release() throws FileFault {
        if (inode.fields().attributeBlock() == 0) {
            return;
        }
        InodeFields unused = inode.edit();
        leaveBlock();
    }

    private void write(List<Attribute> attributes, String name) throws FileFault {
        AttributeArea inside = inside();
        List<Attribute> outer = new ArrayList<>();
        List<Attribute> inner = new ArrayList<>();
        int room = inside == null ? 0 : inside.room();
        for (Attribute attribute : attributes) {
            boolean fits = attribute.size() <= room;
            (fits ? inner : outer).add(attribute);
            room -= fits ? attribute.size() : 0;
        }
        int size = outer.stream().mapToInt(Attribute::size).sum();
        if (size > metadata.blockSize() - HEADER - Integer.BYTES) {
            throw new FileFault(FileFault.Reason.NO_SPACE, name);
        }
        if (inside != null) {
            put32(inside.bytes(), inside.start() - Integer.BYTES, inner.isEmpty() ? 0 : MAGIC);
            int unused = inside.write(inner);
        }
        if (!outer.isEmpty()) {
            writeBlock(outer);
        } else if (inode.fields().attributeBlock() != 0) {
            leaveBlock();
        }
    }

    private void writeBlock(List<Attribute> attributes) throws FileFault {
        long number = inode.fields().attributeBlock();
        if (number != 0 && i32(block().bytes(), REFERENCES) != 1) {
            leaveBlock();
            number = 0;
        }
        CachedBlock block;
        if (number == 0) {
            number = parts.blocks().allocateOne(parts.table().goal(inode.number()));
            block = metadata.journal().create(number);
            inode.fields().setAttributeBlock(number);
            inode.addBlocks(1);
        } else {
            block = block();
        }
        byte[] bytes = metadata.journal().change(block, Metadata.ATTRIBUTES);
        put32(bytes, 0, MAGIC);
        put32(bytes, REFERENCES, 1);
        put32(bytes, BLOCKS, 1);
        put32(bytes, HASH, new AttributeArea(bytes, HEADER, 0).write(attributes));
        seal(block);
    }

    private void leaveBlock() throws FileFault {
        CachedBlock block = block();
        int references = i32(block.bytes(), REFERENCES);
        inode.fields().setAttributeBlock(0);
        inode.addBlocks(-1);
        if (references > 1) {
            put32(metadata.journal().change(block, Metadata.ATTRIBUTES), REFERENCES, references - 1L);
            seal(block);
        } else {
            parts.blocks().free(block.number(), 1, true);
        }
    }

    private List<Attribute> all() throws FileFault {
        List<Attribute> attributes = new ArrayList<>();
        AttributeArea inside = inside();
        if (inside != null && i32(inside.bytes(), inside.start() - Integer.BYTES) == MAGIC) {
            inside.read(attributes);
        }
        if (inode.fields().attributeBlock() != 0) {
            new AttributeArea(block().bytes(), HEADER, 0).read(attributes);
        }
        return attributes;
    }

    /** The room behind an inode's fields; null if there is none. */
    private @Nullable AttributeArea inside() {
        byte[] raw = inode.fields().raw();
        int start = InodeFields.EXTRA + inode.fields().extraSize() + Integer.BYTES;
        boolean room = inode.fields().extraSize() > 0 && start + Integer.BYTES <= raw.length;
        return room ? new AttributeArea(raw, start, start) : null;
    }

    private CachedBlock block() throws FileFault {
        CachedBlock block = metadata.read(inode.fields().attributeBlock());
        if (block.purpose() != Metadata.ATTRIBUTES) {
            boolean right = i32(block.bytes(), 0) == MAGIC
                    && i32(block.bytes(), BLOCKS) == 1
                    && i32(block.bytes(), REFERENCES) > 0
                    && (!metadata.hasChecksums() || i32(block.bytes(), CHECKSUM) == checksum(block));
            if (!right) {
                throw Metadata.corrupt("block " + block.number() + " has no extended attributes");
            }
            block.setPurpose(Metadata.ATTRIBUTES);
        }
        return block;
    }

    private void seal(CachedBlock block) {
        if (metadata.hasChecksums()) {
            put32(block.bytes(), CHECKSUM, checksum(block));
        }
    }

    private int checksum(CachedBlock block) {
        int after = CHECKSUM + Integer.BYTES;
        return metadata.checksum()
                .number(block.number())
                .bytes(block.bytes(), 0, CHECKSUM)
                .number(0)
                .bytes(block.bytes(), after, block.bytes().length - after)
                .value();
    }

    private static int prefix(String name) {
        for (Map.Entry<Integer, String> prefix : PREFIXES.entrySet()) {
            if (name.startsWith(prefix.getValue())) {
                return prefix.getKey();
            }
        }
        return 0;
    }

    private static byte[] rest(String name, int prefix) {
        return FileNames.encode(
                name.substring(String.valueOf(PREFIXES.get(prefix)).length()));
    }
}
