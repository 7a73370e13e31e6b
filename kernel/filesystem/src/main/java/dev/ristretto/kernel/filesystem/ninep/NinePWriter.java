package dev.ristretto.kernel.filesystem.ninep;

import dev.ristretto.kernel.filesystem.FileNames;
import dev.ristretto.kernel.filesystem.block.LittleEndian;
import java.nio.ByteBuffer;

/** Writes messages, one after the other to the same place. What does not fit is the fault of the caller. */
public final class NinePWriter {
    private final byte[] bytes;
    private int size;

    /** For messages of at most that many bytes. */
    public NinePWriter(int largest) {
        bytes = new byte[largest];
    }

    /** Begins a message. */
    public NinePWriter begin(int type, int tag) {
        size = Integer.BYTES;
        return u8(type).u16(tag);
    }

    public NinePWriter u8(int value) {
        LittleEndian.put8(bytes, size, value);
        size++;
        return this;
    }

    public NinePWriter u16(int value) {
        LittleEndian.put16(bytes, size, value);
        size += Short.BYTES;
        return this;
    }

    public NinePWriter u32(long value) {
        LittleEndian.put32(bytes, size, value);
        size += Integer.BYTES;
        return this;
    }

    public NinePWriter u64(long value) {
        LittleEndian.put64(bytes, size, value);
        size += Long.BYTES;
        return this;
    }

    /** Bytes that a length of two bytes precedes. */
    public NinePWriter string(byte[] text) {
        u16(text.length);
        System.arraycopy(text, 0, bytes, size, text.length);
        size += text.length;
        return this;
    }

    /** The same of a name or path. */
    public NinePWriter string(String text) {
        return string(FileNames.encode(text));
    }

    public NinePWriter qid(Qid qid) {
        return u8(qid.type()).u32(qid.version()).u64(qid.path());
    }

    /** The next {@code count} bytes of {@code source}, which a length of four bytes precedes. */
    public NinePWriter data(ByteBuffer source, int count) {
        u32(count);
        source.get(bytes, size, count);
        size += count;
        return this;
    }

    /** The whole message in the array that it is written to; valid until the next one begins. */
    public ByteBuffer end() {
        LittleEndian.put32(bytes, 0, size);
        return ByteBuffer.wrap(bytes, 0, size);
    }
}
