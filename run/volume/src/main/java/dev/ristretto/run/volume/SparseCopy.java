package dev.ristretto.run.volume;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * Copies of disks. Where 64 KiB are zero the copy gets a hole, which takes no space; the rest Linux copies by itself,
 * and shares it where the file system can (copy_file_range(2)).
 */
final class SparseCopy {
    /** What becomes a hole if it is zero. */
    static final int PIECE = 1 << 16;

    private static final int WINDOW = 1 << 20;
    private static final ByteBuffer ZEROS = ByteBuffer.allocate(PIECE).asReadOnlyBuffer();

    private SparseCopy() {}

    /** Copies all of a disk to a file of no length. */
    static void toFile(FileChannel source, FileChannel target, VolumeProgress progress) throws IOException {
        long size = source.size();
        ByteBuffer window = ByteBuffer.allocateDirect(WINDOW);
        for (long at = 0; at < size; at += window.limit()) {
            fill(source, at, window);
            for (int piece = 0; piece < window.limit(); ) {
                int end = endOfData(window, piece);
                transfer(source, at + piece, end - piece, target);
                piece = end == piece ? Math.min(piece + PIECE, window.limit()) : end;
            }
            progress.advanced(at + window.limit(), size);
        }
        extend(target, size);
    }

    /**
     * Copies all that comes to a file of no length.
     *
     * @throws IOException also if more comes than {@code most} bytes
     */
    static void toFile(InputStream source, long total, long most, FileChannel target, VolumeProgress progress)
            throws IOException {
        byte[] window = new byte[WINDOW];
        long at = 0;
        for (int count; (count = source.readNBytes(window, 0, WINDOW)) > 0; at += count) {
            if (at + count > most) {
                throw new IOException("it is longer than a volume can be, " + most + " bytes");
            }
            for (int piece = 0; piece < count; piece += PIECE) {
                ByteBuffer bytes = ByteBuffer.wrap(window, piece, Math.min(PIECE, count - piece));
                if (!isZero(bytes)) {
                    write(target, at + piece, bytes);
                }
            }
            progress.advanced(at + count, total);
        }
        extend(target, at);
    }

    /** Copies all of a disk to a stream, zeros too. */
    static void toStream(FileChannel source, OutputStream target, VolumeProgress progress) throws IOException {
        long size = source.size();
        ByteBuffer window = ByteBuffer.allocate(WINDOW);
        for (long at = 0; at < size; at += window.limit()) {
            fill(source, at, window);
            target.write(window.array(), 0, window.limit());
            progress.advanced(at + window.limit(), size);
        }
        target.flush();
    }

    /** Whether there is nothing else but zeros in at most {@link #PIECE} bytes. */
    static boolean isZero(ByteBuffer bytes) {
        return bytes.mismatch(ZEROS.slice(0, bytes.remaining())) < 0;
    }

    /** Makes a file so long, if it is shorter; what is new is a hole but for its end. */
    static void extend(FileChannel file, long size) throws IOException {
        if (file.size() < size) {
            write(file, size - 1, ByteBuffer.allocate(1));
        }
    }

    private static void fill(FileChannel source, long position, ByteBuffer window) throws IOException {
        window.clear();
        while (window.hasRemaining() && source.read(window, position + window.position()) > 0) {
            continue;
        }
        window.flip();
        if (!window.hasRemaining()) {
            throw new IOException("it has become shorter while it was read");
        }
    }

    /** Where the pieces end that are not zero. */
    private static int endOfData(ByteBuffer window, int from) {
        int at = from;
        while (at < window.limit()) {
            int length = Math.min(PIECE, window.limit() - at);
            if (isZero(window.slice(at, length))) {
                break;
            }
            at += length;
        }
        return at;
    }

    private static void transfer(FileChannel source, long position, int length, FileChannel target) throws IOException {
        target.position(position);
        for (long done = 0; done < length; ) {
            long count = source.transferTo(position + done, length - done, target);
            if (count <= 0) {
                throw new IOException("it has become shorter while it was read");
            }
            done += count;
        }
    }

    private static void write(FileChannel target, long position, ByteBuffer bytes) throws IOException {
        for (long at = position; bytes.hasRemaining(); ) {
            at += target.write(bytes, at);
        }
    }
}
