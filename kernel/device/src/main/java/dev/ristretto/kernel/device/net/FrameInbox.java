package dev.ristretto.kernel.device.net;

import dev.ristretto.kernel.device.virtio.DeviceException;
import dev.ristretto.kernel.machine.memory.RawMemory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Finds the frames in what a channel delivers. Lengths are untrusted: one that no frame has ends the connection. */
final class FrameInbox {
    private final FrameChannel channel;
    private final RawMemory memory;
    private final ByteBuffer bytes;
    private final int largest;
    private int from;
    private int to;
    private int frame;
    private int length;

    /**
     * @param memory room for at least one frame and its prefix
     * @param largest the longest frame in bytes
     */
    FrameInbox(FrameChannel channel, RawMemory memory, int largest) {
        this.channel = channel;
        this.memory = memory;
        this.bytes = memory.asByteBuffer().order(ByteOrder.BIG_ENDIAN);
        this.largest = largest;
    }

    /**
     * Steps to the next frame, which stays until the next call.
     *
     * @return false if there is no whole frame now
     * @throws DeviceException if the other side is gone or what it sends are no frames
     */
    boolean next() {
        if (!channel.isStream()) {
            frame = 0;
            length = fill(0, (int) memory.size());
            return length > 0;
        }
        while (true) {
            if (to - from >= FrameOutbox.PREFIX) {
                int size = bytes.getInt(from);
                if (size <= 0 || size > largest) {
                    throw new DeviceException("the host's network sent a frame of " + Integer.toUnsignedString(size)
                            + " bytes; frames have 1 to " + largest);
                }
                if (to - from >= FrameOutbox.PREFIX + size) {
                    frame = from + FrameOutbox.PREFIX;
                    length = size;
                    from = frame + size;
                    return true;
                }
            }
            compact();
            int count = fill(to, (int) memory.size() - to);
            if (count == 0) {
                return false;
            }
            to += count;
        }
    }

    private int fill(int offset, int room) {
        int count = channel.read(memory, offset, room);
        if (count < 0) {
            throw new DeviceException("the host's network is gone; did passt end?");
        }
        return count;
    }

    /** Moves the part of a frame that is there to the front. */
    private void compact() {
        bytes.put(0, bytes, from, to - from);
        to -= from;
        from = 0;
    }

    /** Bytes of the present frame. */
    int length() {
        return length;
    }

    /** Copies the present frame to the front of a buffer. */
    void copyTo(ByteBuffer target) {
        target.put(0, bytes, frame, length);
    }
}
