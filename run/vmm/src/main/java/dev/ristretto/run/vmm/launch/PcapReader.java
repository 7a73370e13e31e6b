package dev.ristretto.run.vmm.launch;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/** Reads a stream of captured frames in the pcap format (draft-ietf-opsawg-pcap section 4). Not thread-safe. */
final class PcapReader {

    private static final int MICROSECONDS = 0xa1b2_c3d4;
    private static final int NANOSECONDS = 0xa1b2_3c4d;
    private static final int HEADER_SIZE = 24;
    private static final int RECORD_HEADER_SIZE = 16;

    /** No frame of a virtual network card is longer. */
    private static final int LONGEST_FRAME = 1 << 20;

    private final InputStream input;
    private final ByteOrder order;
    private final long nanosPerUnit;

    /**
     * A captured frame.
     *
     * @param nanos when it passed, nanoseconds since 1970-01-01 UTC
     * @param bytes the frame, as much of it as was kept
     */
    record Captured(long nanos, ByteBuffer bytes) {}

    /**
     * Reads the header.
     *
     * @throws IOException if it is none of this format, or there is none
     */
    PcapReader(InputStream input) throws IOException {
        this.input = input;
        ByteBuffer header = read(HEADER_SIZE).orElseThrow(EOFException::new);
        ByteOrder found = ByteOrder.BIG_ENDIAN;
        if (!isMagic(header.getInt(0))) {
            found = ByteOrder.LITTLE_ENDIAN;
        }
        int magic = header.order(found).getInt(0);
        if (!isMagic(magic)) {
            throw new IOException("not a stream of the pcap format");
        }
        order = found;
        nanosPerUnit = magic == NANOSECONDS ? 1 : 1000;
    }

    private static boolean isMagic(int word) {
        return word == MICROSECONDS || word == NANOSECONDS;
    }

    /** The next frame; empty at the end, also if that is in the midst of one. */
    Optional<Captured> next() throws IOException {
        Optional<ByteBuffer> header = read(RECORD_HEADER_SIZE);
        if (header.isEmpty()) {
            return Optional.empty();
        }
        ByteBuffer fields = header.get().order(order);
        long nanos = Integer.toUnsignedLong(fields.getInt(0)) * 1_000_000_000L
                + Integer.toUnsignedLong(fields.getInt(4)) * nanosPerUnit;
        int length = fields.getInt(8);
        if (length < 0 || length > LONGEST_FRAME) {
            throw new IOException("a frame of " + Integer.toUnsignedString(length) + " bytes is not possible");
        }
        return read(length).map(bytes -> new Captured(nanos, bytes));
    }

    private Optional<ByteBuffer> read(int length) throws IOException {
        byte[] bytes = input.readNBytes(length);
        return bytes.length == length ? Optional.of(ByteBuffer.wrap(bytes)) : Optional.empty();
    }
}
