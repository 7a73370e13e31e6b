package dev.ristretto.kernel.network.linux;

import dev.ristretto.kernel.network.socket.NetworkException;
import dev.ristretto.kernel.network.socket.Readiness;
import dev.ristretto.kernel.network.tcp.TcpSocket;
import java.nio.ByteBuffer;
import java.util.Random;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.zip.CRC32C;

/** Uses a socket of the stack from a thread that may block. */
final class BlockingSocket {
    final TcpSocket socket;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private long events;

    BlockingSocket(TcpSocket socket) {
        this.socket = socket;
        socket.setReadinessListener(readiness -> {
            lock.lock();
            events++;
            changed.signalAll();
            lock.unlock();
        });
    }

    void await(int bits) throws InterruptedException {
        long left = 60_000_000_000L;
        while (true) {
            long seen = events();
            if ((socket.readiness() & bits) != 0) {
                return;
            }
            lock.lock();
            try {
                while (events == seen) {
                    if (left <= 0) {
                        throw new AssertionError("not ready for " + bits + " in a minute; state " + socket.state());
                    }
                    left = changed.awaitNanos(left);
                }
            } finally {
                lock.unlock();
            }
        }
    }

    private long events() {
        lock.lock();
        try {
            return events;
        } finally {
            lock.unlock();
        }
    }

    /** Sends the same bytes as {@link LinuxPeer} would, and the end. */
    long write(long total) throws NetworkException, InterruptedException {
        CRC32C sum = new CRC32C();
        Random random = new Random(total);
        byte[] bytes = new byte[64 << 10];
        long left = total;
        while (left > 0) {
            random.nextBytes(bytes);
            ByteBuffer buffer = ByteBuffer.wrap(bytes, 0, (int) Math.min(bytes.length, left));
            sum.update(bytes, 0, buffer.remaining());
            left -= buffer.remaining();
            while (buffer.hasRemaining()) {
                if (socket.write(buffer) == 0) {
                    await(Readiness.WRITABLE);
                }
            }
        }
        socket.shutdownOutput();
        return sum.getValue();
    }

    /** Reads until the end; returns count and checksum. */
    long[] read() throws NetworkException, InterruptedException {
        CRC32C sum = new CRC32C();
        ByteBuffer buffer = ByteBuffer.allocate(64 << 10);
        long count = 0;
        while (true) {
            int length = socket.read(buffer.clear());
            if (length < 0) {
                return new long[] {count, sum.getValue()};
            }
            if (length == 0) {
                await(Readiness.READABLE);
            }
            count += length;
            sum.update(buffer.flip());
        }
    }
}
