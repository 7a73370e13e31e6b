package dev.ristretto.kernel.personality.jdk.zip;

import dev.ristretto.kernel.compression.Deflate;
import dev.ristretto.kernel.compression.FormatException;
import dev.ristretto.kernel.compression.Inflate;
import dev.ristretto.kernel.personality.jdk.Handles;
import dev.ristretto.kernel.personality.jdk.NativeMemory;
import java.nio.ByteBuffer;
import java.util.zip.DataFormatException;

/**
 * What the natives of java.util.zip's Inflater and Deflater do. The library works on arrays: what lies outside the heap
 * passes through one, in pieces.
 */
final class ZipCalls {
    static final Handles<Inflate> INFLATES = new Handles<>();
    static final Handles<Deflate> DEFLATES = new Handles<>();

    private static final int PIECE = 16 * 1024;

    // Z_* of zlib, as java.util.zip.Deflater has them.
    private static final int SYNC_FLUSH = 2;
    private static final int FULL_FLUSH = 3;
    private static final int FINISH = 4;

    private static final int WRITTEN_SHIFT = 31;
    private static final long FINISHED = 1L << 62;
    private static final long NEEDS_DICTIONARY = 1L << 63;

    private ZipCalls() {}

    /** Decompresses from one buffer into another; {@code inflater} is told how far that went if it fails. */
    static long inflate(Target_java_util_zip_Inflater inflater, long handle, ByteBuffer input, ByteBuffer output)
            throws DataFormatException {
        int inputStart = input.position();
        int outputStart = output.position();
        try {
            return inflate(handle, input, output);
        } catch (FormatException e) {
            inflater.inputConsumed = input.position() - inputStart;
            inflater.outputConsumed = output.position() - outputStart;
            throw new DataFormatException(e.getMessage());
        }
    }

    /** Decompresses from one buffer into another, and moves both on, also if it fails. */
    private static long inflate(long handle, ByteBuffer input, ByteBuffer output) throws FormatException {
        Inflate inflate = INFLATES.get(handle);
        int inputStart = input.position();
        int outputStart = output.position();
        boolean progress = true;
        while (progress && !inflate.isFinished() && !inflate.needsDictionary()) {
            Piece in = Piece.ofInput(input);
            Piece out = Piece.ofOutput(output);
            try {
                inflate.inflate(in.array, in.offset, in.length, out.array, out.offset, out.length);
            } finally {
                input.position(input.position() + inflate.consumed());
                out.deliver(output, inflate.produced());
            }
            progress = inflate.consumed() > 0 || inflate.produced() > 0;
        }
        return result(input.position() - inputStart, output.position() - outputStart)
                | (inflate.isFinished() ? FINISHED : 0)
                | (inflate.needsDictionary() ? NEEDS_DICTIONARY : 0);
    }

    /** Compresses from one buffer into another, and moves both on. */
    static long deflate(long handle, ByteBuffer input, ByteBuffer output, int flush, int parameters) {
        Deflate deflate = DEFLATES.get(handle);
        if ((parameters & 1) != 0) {
            deflate.setParameters(parameters >> 3, strategy(parameters >> 1 & 3));
        }
        int inputStart = input.position();
        int outputStart = output.position();
        boolean progress = true;
        while (progress && !deflate.isFinished()) {
            Piece in = Piece.ofInput(input);
            Piece out = Piece.ofOutput(output);
            boolean last = in.length == input.remaining();
            deflate.deflate(
                    in.array,
                    in.offset,
                    in.length,
                    out.array,
                    out.offset,
                    out.length,
                    last ? flush(flush) : Deflate.Flush.NONE);
            input.position(input.position() + deflate.consumed());
            out.deliver(output, deflate.produced());
            progress = deflate.consumed() > 0 || deflate.produced() > 0;
        }
        return result(input.position() - inputStart, output.position() - outputStart)
                | (deflate.isFinished() ? FINISHED : 0);
    }

    /** java.util.zip.Deflater's numbers: 0 default, 1 filtered, 2 Huffman only. */
    static Deflate.Strategy strategy(int number) {
        return switch (number) {
            case 1 -> Deflate.Strategy.FILTERED;
            case 2 -> Deflate.Strategy.HUFFMAN_ONLY;
            default -> Deflate.Strategy.DEFAULT;
        };
    }

    /** The bytes of memory outside the heap. */
    static byte[] bytes(long address, int length) {
        byte[] bytes = new byte[length];
        NativeMemory.buffer(address, length).get(bytes);
        return bytes;
    }

    private static Deflate.Flush flush(int number) {
        return switch (number) {
            case SYNC_FLUSH -> Deflate.Flush.SYNC;
            case FULL_FLUSH -> Deflate.Flush.FULL;
            case FINISH -> Deflate.Flush.FINISH;
            default -> Deflate.Flush.NONE;
        };
    }

    private static long result(long read, long written) {
        return read | written << WRITTEN_SHIFT;
    }

    /**
     * A part of a buffer as an array: its own if it has one, else a copy.
     *
     * @param shared whether it is the buffer's own
     */
    private record Piece(byte[] array, int offset, int length, boolean shared) {
        static Piece ofInput(ByteBuffer buffer) {
            Piece piece = of(buffer);
            if (!piece.shared) {
                buffer.get(buffer.position(), piece.array, 0, piece.length);
            }
            return piece;
        }

        static Piece ofOutput(ByteBuffer buffer) {
            return of(buffer);
        }

        private static Piece of(ByteBuffer buffer) {
            if (buffer.hasArray()) {
                return new Piece(buffer.array(), buffer.arrayOffset() + buffer.position(), buffer.remaining(), true);
            }
            int length = Math.min(PIECE, buffer.remaining());
            return new Piece(new byte[length], 0, length, false);
        }

        /** Moves the first {@code count} bytes to where they belong. */
        void deliver(ByteBuffer buffer, int count) {
            if (shared) {
                buffer.position(buffer.position() + count);
            } else {
                buffer.put(array, 0, count);
            }
        }
    }
}
