package dev.ristretto.kernel.network.stack;

import dev.ristretto.kernel.network.socket.NetworkException;
import dev.ristretto.kernel.network.tcp.TcpSocket;
import java.nio.ByteBuffer;
import java.util.Random;

/**
 * Sends a reproducible stream of bytes from one socket to another and compares each byte. Both ends read and write when
 * they can.
 */
final class Transfer {
    private final TcpSocket from;
    private final TcpSocket to;
    private final long total;
    private final Random written;
    private final Random expected;
    private final ByteBuffer out = ByteBuffer.allocate(32 << 10);
    private final ByteBuffer in = ByteBuffer.allocate(32 << 10);
    private long produced;
    private long consumed;
    private boolean shut;
    private boolean ended;

    Transfer(World world, TcpSocket from, TcpSocket to, long total, long seed) {
        this.from = from;
        this.to = to;
        this.total = total;
        written = new Random(seed);
        expected = new Random(seed);
        out.limit(0);
        world.application(this::step);
    }

    private void step() {
        try {
            write();
            read();
        } catch (NetworkException e) {
            throw new AssertionError("transfer failed after " + consumed + " of " + total + " bytes: " + e.error(), e);
        }
    }

    private void write() throws NetworkException {
        while (!shut) {
            if (!out.hasRemaining()) {
                if (produced == total) {
                    from.shutdownOutput();
                    shut = true;
                    return;
                }
                out.clear();
                out.limit((int) Math.min(out.capacity(), total - produced));
                written.nextBytes(out.array());
                produced += out.limit();
            }
            if (from.write(out) == 0) {
                return;
            }
        }
    }

    private void read() throws NetworkException {
        while (!ended) {
            int length = to.read(in);
            if (length == 0) {
                return;
            }
            if (length > 0) {
                consumed += length;
                if (in.hasRemaining() && consumed < total) {
                    continue;
                }
            } else {
                ended = true;
            }
            verify();
        }
    }

    private void verify() {
        if (in.position() == 0) {
            return;
        }
        byte[] wanted = new byte[in.capacity()];
        expected.nextBytes(wanted);
        for (int i = 0; i < in.position(); i++) {
            if (wanted[i] != in.get(i)) {
                throw new AssertionError("byte " + (consumed - in.position() + i) + " is wrong");
            }
        }
        in.clear();
    }

    /** The receiver has seen the end of the stream. */
    boolean isDone() {
        if (ended && consumed != total) {
            throw new AssertionError("the stream ended after " + consumed + " of " + total + " bytes");
        }
        return ended;
    }

    long consumed() {
        return consumed;
    }
}
