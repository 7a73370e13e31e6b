package dev.ristretto.kernel.network.trace;

import dev.ristretto.abi.Direction;
import dev.ristretto.kernel.network.link.Frame;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * Writes frames as a pcapng file (draft-ietf-opsawg-pcapng): a section header, one interface with its name and
 * nanosecond times, and an enhanced packet block for each frame, whose flags say the direction. All numbers are
 * little-endian.
 *
 * <p>Thread-safe: blocks come out whole, one after the other. Keeps no frame; makes no garbage but for the caller's
 * output.
 */
public final class PcapngWriter implements FrameSink {
    private static final int SECTION_HEADER = 0x0a0d_0d0a;
    private static final int INTERFACE_DESCRIPTION = 1;
    private static final int ENHANCED_PACKET = 6;
    private static final int BYTE_ORDER_MAGIC = 0x1a2b_3c4d;
    private static final int LINK_TYPE_ETHERNET = 1;

    private static final int OPTION_END = 0;
    private static final int OPTION_IF_NAME = 2;
    private static final int OPTION_IF_TSRESOL = 9;
    private static final int OPTION_EPB_FLAGS = 2;
    private static final byte NANOSECONDS = 9;

    // Bits 0 and 1 of epb_flags.
    private static final int UNKNOWN_DIRECTION = 0;
    private static final int INBOUND = 1;
    private static final int OUTBOUND = 2;

    /**
     * Bytes of an enhanced packet block without the frame: before it 28, after it flags 8, end of options 4, length 4.
     */
    private static final int PACKET_OVERHEAD = 44;

    private final long epochOffset;
    private final int snapLength;
    private final Consumer<ByteBuffer> output;
    private final ByteBuffer block;

    /**
     * Begins a file: writes the section header and the description of the interface.
     *
     * @param interfaceName the name that the reader shows, for example {@code eth0}
     * @param epochOffset nanoseconds to add to the times of frames to get those since 1970-01-01 UTC
     * @param snapLength bytes of a frame that are kept at most
     * @param output takes each block: from position to limit, valid during the call only; must not throw
     */
    public PcapngWriter(String interfaceName, long epochOffset, int snapLength, Consumer<ByteBuffer> output) {
        if (snapLength <= 0) {
            throw new IllegalArgumentException("a capture keeps at least one byte of a frame, found " + snapLength);
        }
        this.epochOffset = epochOffset;
        this.snapLength = snapLength;
        this.output = output;
        byte[] name = interfaceName.getBytes(StandardCharsets.UTF_8);
        int largest = Math.max(PACKET_OVERHEAD + padded(snapLength), 64 + padded(name.length));
        block = ByteBuffer.allocate(largest).order(ByteOrder.LITTLE_ENDIAN);
        writeSectionHeader();
        writeInterface(name);
    }

    private void writeSectionHeader() {
        begin(SECTION_HEADER);
        block.putInt(BYTE_ORDER_MAGIC);
        block.putShort((short) 1).putShort((short) 0);
        block.putLong(-1); // the length of the section is not known
        end();
    }

    private void writeInterface(byte[] name) {
        begin(INTERFACE_DESCRIPTION);
        block.putShort((short) LINK_TYPE_ETHERNET).putShort((short) 0);
        block.putInt(snapLength);
        block.putShort((short) OPTION_IF_NAME).putShort((short) name.length).put(name);
        pad(name.length);
        block.putShort((short) OPTION_IF_TSRESOL).putShort((short) 1).put(NANOSECONDS);
        pad(1);
        endOptions();
        end();
    }

    @Override
    public synchronized void frame(Frame frame, Direction direction, long nanos) {
        packet(
                frame.buffer(),
                frame.start(),
                frame.length(),
                nanos,
                direction == Direction.RECEIVED ? INBOUND : OUTBOUND);
    }

    /**
     * A frame of which is not known where it goes, as where others have captured it.
     *
     * @param frame from its position to its limit, which stay
     * @param nanos its time, of the clock that the writer was made for
     */
    public synchronized void packet(ByteBuffer frame, long nanos) {
        packet(frame, frame.position(), frame.remaining(), nanos, UNKNOWN_DIRECTION);
    }

    private void packet(ByteBuffer frame, int start, int length, long nanos, int flags) {
        int kept = Math.min(length, snapLength);
        long time = nanos + epochOffset;
        begin(ENHANCED_PACKET);
        block.putInt(0); // the first interface
        block.putInt((int) (time >>> 32)).putInt((int) time);
        block.putInt(kept).putInt(length);
        block.put(block.position(), frame, start, kept);
        block.position(block.position() + kept);
        pad(kept);
        block.putShort((short) OPTION_EPB_FLAGS).putShort((short) 4);
        block.putInt(flags);
        endOptions();
        end();
    }

    /** Begins a block; its length is filled in at the end. */
    private void begin(int type) {
        block.clear().putInt(type).putInt(0);
    }

    private void end() {
        int length = block.position() + 4;
        block.putInt(length).putInt(4, length);
        output.accept(block.flip());
    }

    private void endOptions() {
        block.putShort((short) OPTION_END).putShort((short) 0);
    }

    private void pad(int length) {
        for (int i = length; i < padded(length); i++) {
            block.put((byte) 0);
        }
    }

    private static int padded(int length) {
        return length + 3 & ~3;
    }
}
