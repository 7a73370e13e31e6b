package dev.ristretto.kernel.posix.socket;

import dev.ristretto.kernel.network.link.Frame;
import dev.ristretto.kernel.network.link.HeapFramePool;
import dev.ristretto.kernel.network.link.Link;
import dev.ristretto.kernel.network.link.LinkFeatures;
import dev.ristretto.kernel.network.link.MacAddress;
import dev.ristretto.kernel.network.stack.NetworkStack;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Two network cards joined by a wire that loses nothing. */
final class Wire {
    final Card left = new Card(1);
    final Card right = new Card(2);

    Wire() {
        left.peer = right;
        right.peer = left;
    }

    static final class Card implements NetworkDriver, Link {
        private final HeapFramePool pool = new HeapFramePool(256, 1514, 16);
        private final BlockingQueue<Frame> received = new LinkedBlockingQueue<>();
        private final Semaphore wakeups = new Semaphore(0);
        private final AtomicBoolean starved = new AtomicBoolean();
        private final MacAddress address;
        volatile @Nullable RuntimeException defect;
        private Card peer = this;

        private Card(int number) {
            address = new MacAddress(0x0200_0000_0000L + number);
        }

        @Override
        public Link link() {
            return this;
        }

        @Override
        public void service(NetworkStack stack) {
            RuntimeException broken = defect;
            if (broken != null) {
                throw broken;
            }
            for (Frame frame = received.poll(); frame != null; frame = received.poll()) {
                stack.receive(frame);
                if (peer.starved.getAndSet(false)) {
                    peer.wake();
                }
            }
            if (!starved.get()) {
                stack.transmitSpaceAvailable();
            }
        }

        @Override
        public void await(long timeoutNanos) {
            try {
                boolean unused = wakeups.tryAcquire(timeoutNanos, TimeUnit.NANOSECONDS);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            wakeups.drainPermits();
        }

        @Override
        public void wake() {
            wakeups.release();
        }

        @Override
        public MacAddress macAddress() {
            return address;
        }

        @Override
        public int mtu() {
            return 1500;
        }

        @Override
        public LinkFeatures features() {
            return LinkFeatures.NONE;
        }

        @Override
        public @Nullable Frame allocate(int size) {
            Frame frame = pool.allocate(size);
            if (frame == null) {
                starved.set(true);
            }
            return frame;
        }

        @Override
        public void transmit(Frame frame) {
            peer.received.add(frame);
        }

        @Override
        public void flush() {
            peer.wake();
        }
    }
}
