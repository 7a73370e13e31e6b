package dev.ristretto.kernel.device.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ristretto.kernel.device.virtio.DeviceException;
import dev.ristretto.kernel.device.virtio.SimulatedMemory;
import dev.ristretto.kernel.machine.memory.RawMemory;
import dev.ristretto.kernel.network.link.Frame;
import dev.ristretto.kernel.network.link.MacAddress;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The network card of a process, against a channel that takes and gives what the test says. */
class HostNetworkCardTest {
    private static final int LARGEST = 65_520 + 14;

    @Test
    void framesAreFoundHoweverTheStreamIsCut() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        List<byte[]> frames = new ArrayList<>();
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        for (int i = 0; i < 500; i++) {
            byte[] frame = new byte[1 + random.nextInt(LARGEST)];
            random.nextBytes(frame);
            frames.add(frame);
            stream.writeBytes(prefixed(frame));
        }
        Channel channel = new Channel(true);
        byte[] bytes = stream.toByteArray();
        for (int from = 0; from < bytes.length; ) {
            int to = Math.min(bytes.length, from + 1 + random.nextInt(4000));
            channel.arriving.add(Arrays.copyOfRange(bytes, from, to));
            from = to;
        }
        HostNetworkCard card = card(channel);
        List<byte[]> received = new ArrayList<>();
        while (!channel.arriving.isEmpty()) {
            card.drain(frame -> received.add(contentAndRelease(frame)));
        }
        card.drain(frame -> received.add(contentAndRelease(frame)));
        assertThat(received).as("seed %s", seed).containsExactlyElementsOf(frames);
    }

    @Test
    void aTapDeviceGivesAFrameEachRead() {
        Channel channel = new Channel(false);
        channel.arriving.add(new byte[] {1, 2, 3});
        channel.arriving.add(new byte[] {4, 5});
        List<byte[]> received = new ArrayList<>();
        card(channel).drain(frame -> received.add(contentAndRelease(frame)));
        assertThat(received).containsExactly(new byte[] {1, 2, 3}, new byte[] {4, 5});
    }

    @Test
    void aLengthThatNoFrameHasEndsTheConnection() {
        for (int length : new int[] {0, -1, LARGEST + 1, Integer.MAX_VALUE}) {
            Channel channel = new Channel(true);
            channel.arriving.add(ByteBuffer.allocate(4).putInt(length).array());
            HostNetworkCard card = card(channel);
            assertThatThrownBy(() -> card.drain(Frame::release))
                    .isInstanceOf(DeviceException.class)
                    .hasMessageContaining(Integer.toUnsignedString(length) + " bytes");
        }
    }

    @Test
    void theEndOfTheHostsSideIsSaid() {
        Channel channel = new Channel(true);
        channel.ended = true;
        HostNetworkCard card = card(channel);
        assertThatThrownBy(() -> card.drain(Frame::release)).hasMessageContaining("the host's network is gone");
    }

    @Test
    void framesGoOutWithTheirLengthInOneWriteEachFlush() {
        Channel channel = new Channel(true);
        HostNetworkCard card = card(channel);
        send(card, new byte[] {1, 2, 3});
        send(card, new byte[] {4});
        card.flush();
        assertThat(channel.writes).containsExactly(new byte[] {0, 0, 0, 3, 1, 2, 3, 0, 0, 0, 1, 4});
    }

    @Test
    void toATapDeviceEachFrameIsAWrite() {
        Channel channel = new Channel(false);
        HostNetworkCard card = card(channel);
        send(card, new byte[] {1, 2, 3});
        send(card, new byte[] {4});
        card.flush();
        assertThat(channel.writes).containsExactly(new byte[] {1, 2, 3}, new byte[] {4});
    }

    @Test
    void whatTheHostDoesNotTakeWaitsAndGoesOutInOrder() {
        Channel channel = new Channel(true);
        channel.takes = 5;
        HostNetworkCard card = card(channel);
        List<byte[]> sent = new ArrayList<>();
        Random random = new Random(1);
        boolean refused = false;
        for (int i = 0; i < 200; i++) {
            Frame frame = card.allocate(LARGEST);
            if (frame == null) {
                refused = true;
                break;
            }
            byte[] content = new byte[LARGEST];
            random.nextBytes(content);
            sent.add(content);
            frame.buffer().put(frame.start(), content);
            card.transmit(frame);
            card.flush();
        }
        assertThat(refused).as("bounded").isTrue();
        card.await(1);
        assertThat(channel.waitedForRoom).isTrue();
        assertThat(card.takeTransmitSpaceForWaiter()).isFalse();
        channel.takes = Integer.MAX_VALUE;
        card.drain(Frame::release);
        assertThat(card.takeTransmitSpaceForWaiter()).isTrue();
        assertThat(card.allocate(LARGEST)).isNotNull();
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        sent.forEach(frame -> expected.writeBytes(prefixed(frame)));
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        channel.writes.forEach(written::writeBytes);
        assertThat(written.toByteArray()).isEqualTo(expected.toByteArray());
    }

    @Test
    void aFullOutboxIsSentWhenTheNextFrameIsWanted() {
        Channel channel = new Channel(true);
        HostNetworkCard card = card(channel);
        for (int i = 0; i < 20; i++) {
            card.transmit(frame(card, LARGEST));
        }
        assertThat(channel.writes).as("one for as many frames as fit").hasSizeBetween(4, 8);
    }

    @Test
    void whoeverFindsTheChannelFullWakesTheThreadThatWaits() {
        for (boolean byFlush : new boolean[] {true, false}) {
            Channel channel = new Channel(true);
            channel.takes = 0;
            HostNetworkCard card = card(channel);
            if (byFlush) {
                send(card, new byte[LARGEST]);
                card.flush();
            } else {
                for (Frame frame = card.allocate(LARGEST); frame != null; frame = card.allocate(LARGEST)) {
                    card.transmit(frame);
                }
            }
            assertThat(channel.wakes).as("by flush: %s", byFlush).isEqualTo(1);
            card.flush();
            assertThat(channel.wakes).as("once is enough").isEqualTo(1);
            card.await(1);
            assertThat(channel.waitedForRoom).isTrue();
        }
    }

    @Test
    void aFrameThatIsHandedOutHasRoomKept() {
        Channel channel = new Channel(true);
        channel.takes = 0;
        HostNetworkCard card = card(channel);
        List<Frame> frames = new ArrayList<>();
        for (Frame frame = card.allocate(60); frame != null; frame = card.allocate(60)) {
            frames.add(frame);
        }
        assertThat(frames).hasSizeGreaterThan(20);
        frames.forEach(card::transmit);
        card.flush();
        assertThat(channel.writes).isEmpty();
    }

    private static HostNetworkCard card(Channel channel) {
        return new HostNetworkCard(channel, MacAddress.of(new byte[] {2, 0, 0, 0, 0, 1}), new SimulatedMemory());
    }

    private static Frame frame(HostNetworkCard card, int size) {
        return Objects.requireNonNull(card.allocate(size), "the card has no frame");
    }

    private static void send(HostNetworkCard card, byte[] content) {
        Frame frame = frame(card, content.length);
        frame.buffer().put(frame.start(), content);
        card.transmit(frame);
    }

    private static byte[] prefixed(byte[] frame) {
        return ByteBuffer.allocate(4 + frame.length)
                .putInt(frame.length)
                .put(frame)
                .array();
    }

    private static byte[] contentAndRelease(Frame frame) {
        byte[] bytes = new byte[frame.length()];
        frame.buffer().get(frame.start(), bytes);
        frame.release();
        return bytes;
    }

    private static final class Channel implements FrameChannel {
        final Deque<byte[]> arriving = new ArrayDeque<>();
        final List<byte[]> writes = new ArrayList<>();
        final boolean stream;
        int takes = Integer.MAX_VALUE;
        boolean ended;
        boolean waitedForRoom;
        int wakes;

        Channel(boolean stream) {
            this.stream = stream;
        }

        @Override
        public boolean isStream() {
            return stream;
        }

        @Override
        public int read(RawMemory target, int offset, int length) {
            byte[] next = arriving.poll();
            if (next == null) {
                return ended ? -1 : 0;
            }
            int count = Math.min(length, next.length);
            target.asByteBuffer().put(offset, next, 0, count);
            if (count < next.length) {
                arriving.addFirst(Arrays.copyOfRange(next, count, next.length));
            }
            return count;
        }

        @Override
        public int write(RawMemory source, int offset, int length) {
            int count = Math.min(takes, length);
            if (count > 0) {
                byte[] bytes = new byte[count];
                source.get(offset, bytes, 0, count);
                writes.add(bytes);
                takes = takes == Integer.MAX_VALUE ? takes : takes - count;
            }
            return count;
        }

        @Override
        public void await(boolean alsoWritable, long timeoutNanos) {
            waitedForRoom |= alsoWritable;
        }

        @Override
        public void wake() {
            wakes++;
        }
    }
}
