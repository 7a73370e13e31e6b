package dev.ristretto.kernel.filesystem.ext4;

import static dev.ristretto.kernel.filesystem.block.LittleEndian.i32;
import static dev.ristretto.kernel.filesystem.block.LittleEndian.put32;

import dev.ristretto.kernel.filesystem.FileKind;
import dev.ristretto.kernel.filesystem.SpecialFile;
import dev.ristretto.kernel.filesystem.ext4.layout.InodeFields;

/** A device, pipe or socket: its number stands where other files have the places of their blocks. */
final class Ext4Special extends Ext4Inode implements SpecialFile {
    private static final int OLD_NUMBER = InodeFields.MAP;
    private static final int NEW_NUMBER = InodeFields.MAP + Integer.BYTES;

    Ext4Special(Ext4Parts parts, long number, InodeFields fields) {
        super(parts, number, fields);
    }

    @Override
    public FileKind kind() {
        synchronized (operations()) {
            return switch (fields().mode() & InodeFields.KIND) {
                case InodeFields.BLOCK_DEVICE -> FileKind.BLOCK_DEVICE;
                case InodeFields.PIPE -> FileKind.PIPE;
                case InodeFields.SOCKET -> FileKind.SOCKET;
                default -> FileKind.DEVICE;
            };
        }
    }

    /** The bits of the kind in a mode. */
    static int mode(FileKind kind) {
        return switch (kind) {
            case DEVICE -> InodeFields.CHARACTER_DEVICE;
            case BLOCK_DEVICE -> InodeFields.BLOCK_DEVICE;
            case PIPE -> InodeFields.PIPE;
            case SOCKET -> InodeFields.SOCKET;
            default -> throw new IllegalArgumentException(kind + " is nothing special");
        };
    }

    void setDevice(int device) {
        // Linux writes small numbers in its old form, of eight bits each (old_encode_dev).
        boolean small = (device & 0xFFFF_0000) == 0;
        put32(fields().raw(), small ? OLD_NUMBER : NEW_NUMBER, device);
    }

    @Override
    public int device() {
        synchronized (operations()) {
            int old = i32(fields().raw(), OLD_NUMBER);
            return old != 0 ? old : i32(fields().raw(), NEW_NUMBER);
        }
    }
}
