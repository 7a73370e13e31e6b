package dev.ristretto.image.store;

import dev.ristretto.abi.AddressBases;
import dev.ristretto.abi.BootNote;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * The smallest file that has the form of a bootable one: notes, a segment of code, one of data; code that does
 * nothing.
 */
public final class KernelBuilder {
    public static final int PROGRAM_HEADERS = 64;
    public static final int PROGRAM_HEADER = 56;
    /** Order of the segments. */
    public static final int OUR_NOTE = 0;

    public static final int XEN_NOTE = 1;
    public static final int CODE = 2;
    public static final int DATA = 3;
    public static final int STACK = 4;

    private static final int SEGMENTS = 5;
    private static final int NOTES = PROGRAM_HEADERS + SEGMENTS * PROGRAM_HEADER;
    private static final int XEN_NOTES = NOTES + 28;
    private static final int TEXT = XEN_NOTES + 20;
    private static final int CODE_BYTES = 16;

    private KernelBuilder() {}

    /** Such a file with a text in its data. */
    public static byte[] kernel(String content) {
        return kernel(content, file -> {});
    }

    /** The same, changed afterwards. */
    public static byte[] kernel(String content, Consumer<ByteBuffer> change) {
        byte[] data = content.getBytes(StandardCharsets.UTF_8);
        ByteBuffer file = ByteBuffer.allocate(TEXT + CODE_BYTES + data.length).order(ByteOrder.LITTLE_ENDIAN);
        file.putInt(0, 0x464c457f).put(4, (byte) 2).put(5, (byte) 1).put(6, (byte) 1);
        file.putShort(16, (short) 2).putShort(18, (short) 62).putInt(20, 1);
        file.putLong(24, AddressBases.IMAGE + AddressBases.LOAD).putLong(32, PROGRAM_HEADERS);
        file.putShort(52, (short) 64).putShort(54, (short) PROGRAM_HEADER).putShort(56, (short) SEGMENTS);
        segment(file, OUR_NOTE, 4, 4, NOTES, AddressBases.LOAD, 28);
        segment(file, XEN_NOTE, 4, 4, XEN_NOTES, AddressBases.LOAD, 20);
        segment(file, CODE, 1, 5, TEXT, AddressBases.LOAD, CODE_BYTES);
        segment(file, DATA, 1, 6, TEXT + CODE_BYTES, AddressBases.LOAD + 0x1000, Math.max(1, data.length));
        file.putLong(at(DATA) + 32, data.length);
        segment(file, STACK, 0x6474e551, 6, 0, 0, 0);
        note(file, NOTES, BootNote.NAME, BootNote.TYPE, BootNote.VERSION);
        note(file, XEN_NOTES, "Xen", 18, (int) AddressBases.LOAD);
        file.put(TEXT + CODE_BYTES, data);
        change.accept(file);
        return file.array();
    }

    /** Where the header of a segment is. */
    public static int at(int segment) {
        return PROGRAM_HEADERS + segment * PROGRAM_HEADER;
    }

    private static void segment(
            ByteBuffer file, int segment, int type, int flags, long offset, long physical, long size) {
        int at = at(segment);
        long virtual = type == 0x6474e551 ? 0 : AddressBases.IMAGE + physical;
        file.putInt(at, type).putInt(at + 4, flags).putLong(at + 8, offset).putLong(at + 16, virtual);
        file.putLong(at + 24, physical)
                .putLong(at + 32, size)
                .putLong(at + 40, size)
                .putLong(at + 48, 8);
    }

    private static void note(ByteBuffer file, int at, String owner, int type, int value) {
        byte[] name = (owner + "\0").getBytes(StandardCharsets.US_ASCII);
        file.putInt(at, name.length)
                .putInt(at + 4, Integer.BYTES)
                .putInt(at + 8, type)
                .put(at + 12, name);
        file.putInt(at + 12 + (name.length + 3 & -4), value);
    }
}
