package dev.ristretto.kernel.device.net;

import dev.ristretto.kernel.machine.memory.RawMemory;
import dev.ristretto.kernel.network.link.Frame;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Frames on their way out, one behind the other in one buffer, each behind its length in four bytes, most significant
 * first; so one system call sends many. Not thread-safe.
 */
final class FrameOutbox {
    static final int PREFIX = 4;

    private final FrameChannel channel;
    private final RawMemory memory;
    private final ByteBuffer bytes;
    private int from;
    private int to;

    FrameOutbox(FrameChannel channel, RawMemory memory) {
        this.channel = channel;
        this.memory = memory;
        this.bytes = memory.asByteBuffer().order(ByteOrder.BIG_ENDIAN);
    }

    /** How many bytes, prefixes included, can be added. */
    int room() {
        return (int) memory.size() - (to - from);
    }

    boolean isEmpty() {
        return from == to;
    }

    /** Drops all frames. */
    void clear() {
        from = 0;
        to = 0;
    }

    /** Copies a frame for which there is room. */
    void add(Frame frame) {
        int size = PREFIX + frame.length();
        if (memory.size() - to < size) {
            bytes.put(0, bytes, from, to - from);
            to -= from;
            from = 0;
        }
        bytes.putInt(to, frame.length());
        bytes.put(to + PREFIX, frame.buffer(), frame.start(), frame.length());
        to += size;
    }

    /** Sends what the channel takes; false if the other side is gone. */
    boolean flush() {
        while (from < to) {
            int written = channel.isStream() ? channel.write(memory, from, to - from) : writeFrame();
            if (written <= 0) {
                return written == 0;
            }
            from += written;
        }
        clear();
        return true;
    }

    private int writeFrame() {
        int length = bytes.getInt(from);
        int written = channel.write(memory, from + PREFIX, length);
        return written <= 0 ? written : PREFIX + length;
    }
}
