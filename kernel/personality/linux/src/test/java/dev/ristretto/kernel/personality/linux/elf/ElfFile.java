package dev.ristretto.kernel.personality.linux.elf;

import dev.ristretto.kernel.personality.linux.memory.ArrayFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Makes files as linkers do, and worse ones. */
final class ElfFile {
    static final int LOAD = 1;
    static final int INTERPRETER = 3;
    static final int STACK = 0x6474_e551;

    private static final int LENGTH = 0x4000;

    private record Header(int type, int flags, long offset, long address, long fileLength, long length, long align) {}

    private final List<Header> headers = new ArrayList<>();
    private final ByteBuffer bytes = ByteBuffer.allocate(LENGTH).order(ByteOrder.LITTLE_ENDIAN);
    private int type = 3;
    private long entry = 0x1040;

    /** A program that can be moved: code with the headers, data of 0x80 bytes in the file and 0x3000 zeros. */
    static ElfFile movable() {
        return new ElfFile()
                .header(LOAD, 5, 0, 0, 0x1100, 0x1100, 0x1000)
                .header(LOAD, 6, 0x2f80, 0x3f80, 0x80, 0x3080, 0x1000);
    }

    ElfFile type(int value) {
        type = value;
        return this;
    }

    ElfFile entry(long address) {
        entry = address;
        return this;
    }

    ElfFile header(int kind, int flags, long offset, long address, long fileLength, long length, long align) {
        headers.add(new Header(kind, flags, offset, address, fileLength, length, align));
        return this;
    }

    ElfFile interpreter(String path) {
        byte[] text = (path + "\0").getBytes(StandardCharsets.UTF_8);
        put(0x800, text);
        return header(INTERPRETER, 4, 0x800, 0x800, text.length, text.length, 1);
    }

    ElfFile put(int position, byte[] content) {
        bytes.put(position, content);
        return this;
    }

    byte[] bytes() {
        bytes.putLong(0, 0x0001_0102_464c_457fL);
        bytes.putShort(16, (short) type).putShort(18, (short) 62).putInt(20, 1);
        bytes.putLong(24, entry).putLong(32, 64).putShort(52, (short) 64);
        bytes.putShort(54, (short) 56).putShort(56, (short) headers.size());
        int at = 64;
        for (Header header : headers) {
            bytes.putInt(at, header.type).putInt(at + 4, header.flags).putLong(at + 8, header.offset);
            bytes.putLong(at + 16, header.address).putLong(at + 24, header.address);
            bytes.putLong(at + 32, header.fileLength)
                    .putLong(at + 40, header.length)
                    .putLong(at + 48, header.align);
            at += 56;
        }
        return bytes.array().clone();
    }

    ArrayFile file() {
        return ArrayFile.of(bytes());
    }
}
