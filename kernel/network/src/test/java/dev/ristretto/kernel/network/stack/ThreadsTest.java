package dev.ristretto.kernel.network.stack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ristretto.kernel.network.ip.IpAddress;
import dev.ristretto.kernel.network.socket.NetworkException;
import dev.ristretto.kernel.network.socket.Readiness;
import dev.ristretto.kernel.network.statistics.NetworkCounters;
import dev.ristretto.kernel.network.tcp.TcpSocket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Real threads that block until their sockets are ready: nobody waits for ever, and no byte gets lost. */
class ThreadsTest {
    private static final int PAIRS = 16;
    private static final int BYTES = 1_000_000;

    /** Blocks on one socket. */
    private static final class Waiter {
        final TcpSocket socket;
        final Semaphore events = new Semaphore(0);

        Waiter(TcpSocket socket) {
            this.socket = socket;
            socket.setReadinessListener(bits -> events.release());
        }

        void await(int bits) throws InterruptedException {
            while ((socket.readiness() & bits) == 0) {
                assertThat(events.tryAcquire(30, TimeUnit.SECONDS))
                        .as("an event in 30 seconds")
                        .isTrue();
            }
        }
    }

    @Test
    void blockingEchoOverLoopback() throws Exception {
        Semaphore wakeups = new Semaphore(0);
        NetworkStack stack = new NetworkStack(
                null, System::nanoTime, new Random(1), StackOptions.forHeap(16 << 20), new NetworkCounters());
        stack.setWakeup(wakeups::release);
        Thread driver = Thread.ofPlatform().daemon().start(() -> drive(stack, wakeups));
        Waiter listener = new Waiter(stack.newTcpSocket());
        listener.socket.bind(IpAddress.LOOPBACK, 0);
        listener.socket.listen(PAIRS);
        int port = listener.socket.local().port();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> server = threads.submit(() -> {
                for (int i = 0; i < PAIRS; i++) {
                    listener.await(Readiness.READABLE);
                    TcpSocket accepted = listener.socket.accept();
                    if (accepted == null) {
                        throw new AssertionError("readable, but nothing to accept");
                    }
                    threads.execute(() -> echo(new Waiter(accepted)));
                }
                return null;
            });
            List<Future<?>> clients = new ArrayList<>();
            for (int i = 0; i < PAIRS; i++) {
                int seed = i;
                clients.add(threads.submit(() -> talk(stack, port, seed)));
            }
            for (Future<?> client : clients) {
                client.get(120, TimeUnit.SECONDS);
            }
            server.get(120, TimeUnit.SECONDS);
        }
        listener.socket.close();
        driver.interrupt();
        driver.join();
        assertThat(stack.chunks().used()).isZero();
        assertThat(stack.tcp().connections()).isZero();
        assertThat(stack.loopbackFrames()).isZero();
    }

    private static void drive(NetworkStack stack, Semaphore wakeups) {
        try {
            while (true) {
                long deadline = stack.poll();
                long wait = deadline == Long.MAX_VALUE ? Long.MAX_VALUE : deadline - System.nanoTime();
                if (wakeups.tryAcquire(wait, TimeUnit.NANOSECONDS)) {
                    wakeups.drainPermits();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void echo(Waiter waiter) {
        try {
            echoUntilEnd(waiter);
        } catch (NetworkException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void echoUntilEnd(Waiter waiter) throws NetworkException, InterruptedException {
        ByteBuffer buffer = ByteBuffer.allocate(8192);
        while (true) {
            int length = waiter.socket.read(buffer.clear());
            if (length < 0) {
                waiter.socket.close();
                return;
            }
            if (length == 0) {
                waiter.await(Readiness.READABLE);
            }
            buffer.flip();
            while (buffer.hasRemaining()) {
                if (waiter.socket.write(buffer) == 0) {
                    waiter.await(Readiness.WRITABLE);
                }
            }
        }
    }

    private static Object talk(NetworkStack stack, int port, int seed) throws Exception {
        Waiter waiter = new Waiter(stack.newTcpSocket());
        waiter.socket.connect(IpAddress.LOOPBACK, port);
        waiter.await(Readiness.WRITABLE);
        Random random = new Random(seed);
        byte[] block = new byte[10_000];
        ByteBuffer answer = ByteBuffer.allocate(block.length);
        for (int sent = 0; sent < BYTES; sent += block.length) {
            random.nextBytes(block);
            ByteBuffer source = ByteBuffer.wrap(block);
            while (source.hasRemaining()) {
                if (waiter.socket.write(source) == 0) {
                    waiter.await(Readiness.WRITABLE);
                }
            }
            answer.clear();
            while (answer.hasRemaining()) {
                int length = waiter.socket.read(answer);
                assertThat(length).isNotNegative();
                if (length == 0) {
                    waiter.await(Readiness.READABLE);
                }
            }
            assertThat(answer.flip()).isEqualTo(ByteBuffer.wrap(block));
        }
        waiter.socket.shutdownOutput();
        waiter.await(Readiness.READABLE);
        assertThat(waiter.socket.read(answer.clear())).isEqualTo(-1);
        waiter.socket.close();
        return "done";
    }
}
