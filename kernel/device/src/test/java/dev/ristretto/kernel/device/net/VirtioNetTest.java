package dev.ristretto.kernel.device.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ristretto.kernel.device.virtio.DeviceException;
import dev.ristretto.kernel.device.virtio.SimulatedQueue;
import dev.ristretto.kernel.device.virtio.SimulatedTransport;
import dev.ristretto.kernel.device.virtio.VirtioDevice;
import dev.ristretto.kernel.network.link.Frame;
import dev.ristretto.kernel.network.link.LinkFeatures;
import dev.ristretto.kernel.network.link.MacAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VirtioNetTest {
    private static final long ALL = VirtioNet.CHECKSUM
            | VirtioNet.GUEST_CHECKSUM
            | VirtioNet.GUEST_TSO4
            | VirtioNet.HOST_TSO4
            | VirtioNet.MERGEABLE_BUFFERS
            | VirtioDevice.EVENT_INDEX;
    private static final long UNKNOWN = 1L << 21 | 1L << 28 | 1L << 34;

    private static byte[] bytes(Frame frame) {
        byte[] bytes = new byte[frame.length()];
        frame.buffer().get(frame.start(), bytes);
        return bytes;
    }

    private static Frame frame(VirtioNet net, int size) {
        return Objects.requireNonNull(net.allocate(size), "the card has no frame");
    }

    private static void fill(Frame frame, byte[] bytes) {
        frame.buffer().put(frame.start(), bytes);
    }

    private static byte[] random(Random random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private static List<byte[]> drain(VirtioNet net) {
        List<byte[]> frames = new ArrayList<>();
        net.drain(frame -> {
            frames.add(bytes(frame));
            frame.release();
        });
        return frames;
    }

    @Test
    void theDriverTakesWhatItKnowsAndReportsItToTheStack() {
        SimulatedCard card = new SimulatedCard(ALL | UNKNOWN);
        VirtioNet net = card.start();
        assertThat(card.transport.accepted).isEqualTo(ALL | VirtioNet.MAC | SimulatedTransport.VERSION_1);
        assertThat(card.transport.statusWrites).containsExactly(0, 1, 3, 11, 15);
        assertThat(net.macAddress()).isEqualTo(new MacAddress(0x5254_0012_34feL));
        assertThat(net.mtu()).isEqualTo(1500);
        assertThat(net.features()).isEqualTo(new LinkFeatures(true, 65524));
        assertThat(net.toString()).contains("simulated slot", "52:54:00:12:34:fe", "transmit segmentation");
    }

    @Test
    void aPlainCardOffersTheStackNothing() {
        assertThat(new SimulatedCard(0).start().features()).isEqualTo(LinkFeatures.NONE);
    }

    @ParameterizedTest
    @CsvSource({"2176,0", "128,0", "130,2", "33024,32768"})
    void featuresThatNeedOthersAreNotTakenAlone(long offered, long taken) {
        SimulatedCard card = new SimulatedCard(offered);
        card.start();
        assertThat(card.transport.accepted & ~VirtioNet.MAC & ~SimulatedTransport.VERSION_1)
                .isEqualTo(taken);
    }

    @Test
    void aLegacyCardIsRefusedWithTheRemedy() {
        SimulatedCard card = new SimulatedCard(0);
        card.transport.offered &= ~SimulatedTransport.VERSION_1;
        assertThatThrownBy(card::start)
                .isInstanceOf(DeviceException.class)
                .hasMessageContaining("virtio-net at simulated slot is a legacy device")
                .hasMessageContaining("disable-legacy=on");
        assertThat(card.transport.status).isZero();
    }

    @Test
    void aCardThatRejectsItsOwnFeaturesIsRefused() {
        SimulatedCard card = new SimulatedCard(ALL);
        card.transport.refused = VirtioNet.CHECKSUM;
        assertThatThrownBy(card::start).isInstanceOf(DeviceException.class).hasMessageContaining("rejects");
    }

    @Test
    void aCardWithoutAQueueIsRefused() {
        SimulatedCard card = new SimulatedCard(ALL);
        card.transport.maximumQueueSize = 0;
        assertThatThrownBy(card::start).isInstanceOf(DeviceException.class).hasMessageContaining("receive queue");
    }

    @ParameterizedTest
    @CsvSource({"1400,1400", "9000,1500", "68,68"})
    void theMtuOfTheCardCountsUpToEthernets(int offered, int expected) {
        SimulatedCard card = new SimulatedCard(VirtioNet.MTU);
        card.transport.configuration[10] = (byte) offered;
        card.transport.configuration[11] = (byte) (offered >> 8);
        assertThat(card.start().mtu()).isEqualTo(expected);
    }

    @Test
    void anImpossibleMtuIsRefused() {
        SimulatedCard card = new SimulatedCard(VirtioNet.MTU);
        assertThatThrownBy(card::start).isInstanceOf(DeviceException.class).hasMessageContaining("MTU of 0");
    }

    @Test
    void aCardWithoutAnAddressGetsTheFallback() {
        SimulatedCard card = new SimulatedCard(0);
        card.transport.offered &= ~VirtioNet.MAC;
        MacAddress fallback = new MacAddress(0x0200_0000_0001L);
        assertThat(VirtioNet.start(card.transport, card.memory, fallback).macAddress())
                .isEqualTo(fallback);
    }

    @ParameterizedTest(name = "features {0}, ring {1}, {2} frames, seed {3}")
    @CsvSource({
        "0,256,10000,1",
        "536870912,64,10000,2",
        "536936448,128,70000,3", // beyond the wrap of the 16-bit indices
        "536936583,256,10000,4",
        "32768,2,5000,5"
    })
    void framesPassBothWaysWithoutLossAndEveryBufferHasOneOwner(long features, int ringSize, int frames, long seed) {
        SimulatedCard card = new SimulatedCard(features);
        card.transport.maximumQueueSize = ringSize;
        VirtioNet net = card.start();
        Random random = new Random(seed);
        boolean merges = (features & VirtioNet.MERGEABLE_BUFFERS) != 0 && ringSize > 2;
        ArrayDeque<byte[]> toGuest = new ArrayDeque<>();
        ArrayDeque<byte[]> fromGuest = new ArrayDeque<>();
        List<SimulatedQueue.Buffer> sending = new ArrayList<>();
        List<Frame> withStack = new ArrayList<>();
        long received = 0;
        long sent = 0;
        while (received < frames || sent < frames) {
            switch (random.nextInt(6)) {
                case 0 -> {
                    for (int n = random.nextInt(40); n > 0; n--) {
                        int length = merges && random.nextInt(20) == 0 ? random.nextInt(9000) : random.nextInt(1515);
                        byte[] frame = random(random, length);
                        if (!card.deliver(0, frame)) {
                            break;
                        }
                        toGuest.add(frame);
                    }
                    card.publish();
                }
                case 1 ->
                    received += net.drain(frame -> {
                        assertThat(bytes(frame)).isEqualTo(toGuest.remove());
                        if (random.nextInt(50) == 0 && withStack.size() < 4) {
                            withStack.add(frame);
                        } else {
                            frame.release();
                        }
                    });
                case 2 -> {
                    for (int n = random.nextInt(40); n > 0; n--) {
                        Frame frame = net.allocate(14 + random.nextInt(1501));
                        if (frame == null) {
                            break;
                        }
                        if (random.nextInt(30) == 0) {
                            frame.release();
                            continue;
                        }
                        byte[] content = random(random, frame.length());
                        fill(frame, content);
                        fromGuest.add(content);
                        net.transmit(frame);
                    }
                    net.flush();
                }
                case 3 -> {
                    for (SimulatedQueue.Buffer buffer : card.pending()) {
                        assertThat(SimulatedCard.read(buffer).bytes()).isEqualTo(fromGuest.remove());
                        sending.add(buffer);
                        sent++;
                    }
                }
                case 4 -> {
                    for (int n = random.nextInt(60); n > 0 && !sending.isEmpty(); n--) {
                        card.complete(sending.remove(random.nextInt(sending.size())));
                    }
                    card.publish();
                }
                default -> {
                    while (!withStack.isEmpty()) {
                        withStack.removeLast().release();
                    }
                }
            }
        }
    }

    /** kvmtool does not listen to a driver that wants fewer descriptors, and legacy devices cannot be asked. */
    @ParameterizedTest
    @ValueSource(ints = {64, 128, 256, 1024})
    void theQueuesAreAsLargeAsTheDeviceHasThemAndTheBuffersAreFew(int descriptors) {
        SimulatedCard card = new SimulatedCard(ALL);
        card.transport.maximumQueueSize = descriptors;
        VirtioNet net = card.start();
        assertThat(card.receiveQueue().size()).isEqualTo(descriptors);
        assertThat(card.transmitQueue().size()).isEqualTo(descriptors);
        int most = Math.min(descriptors, 128);
        int delivered = 0;
        while (card.deliver(0, new byte[100])) {
            delivered++;
        }
        assertThat(delivered).isEqualTo(most);
        int frames = 0;
        while (net.allocate(100) != null) {
            frames++;
        }
        assertThat(frames).isEqualTo(most);
    }

    @Test
    void aDeviceWithVeryManyDescriptorsIsAskedForFewer() {
        SimulatedCard card = new SimulatedCard(ALL);
        card.transport.maximumQueueSize = 1 << 15;
        card.start();
        assertThat(card.receiveQueue().size()).isEqualTo(1024);
    }

    @Test
    void oneNotificationPerFlushAndNoneWhileTheDeviceIsAwake() {
        SimulatedCard card = new SimulatedCard(ALL);
        VirtioNet net = card.start();
        int before = card.transport.notifications;
        for (int i = 0; i < 20; i++) {
            net.transmit(frame(net, 100));
        }
        assertThat(card.transport.notifications).isEqualTo(before);
        net.flush();
        assertThat(card.transport.notifications).isEqualTo(before + 1);
        net.flush();
        net.transmit(frame(net, 100));
        net.flush();
        assertThat(card.transport.notifications)
                .as("the device did not ask again")
                .isEqualTo(before + 1);
    }

    @Test
    void theDeviceInterruptsOncePerWaitNotPerFrame() {
        SimulatedCard card = new SimulatedCard(ALL);
        VirtioNet net = card.start();
        card.transport.onWait = () -> {
            for (int i = 0; i < 10; i++) {
                card.deliver(0, new byte[100]);
                card.publish();
            }
        };
        int before = card.transport.interrupts;
        for (int round = 1; round <= 50; round++) {
            net.await(Long.MAX_VALUE);
            assertThat(drain(net)).hasSize(10);
            card.deliver(0, new byte[100]); // while the driver is awake: no interrupt
            card.publish();
            assertThat(card.transport.interrupts - before).isEqualTo(round);
            assertThat(drain(net)).hasSize(1);
        }
    }

    @Test
    void aFrameThatCameJustBeforeWaitingIsNotSleptOver() {
        SimulatedCard card = new SimulatedCard(ALL);
        VirtioNet net = card.start();
        card.transport.onWait = () -> {
            throw new AssertionError("the driver sleeps although a frame is there");
        };
        drain(net);
        card.deliver(0, new byte[60]);
        card.publish();
        card.transport.interruptPending = false;
        net.await(Long.MAX_VALUE);
        assertThat(drain(net)).hasSize(1);
    }

    @Test
    void checksumAndSegmentationRequestsReachTheDevice() {
        SimulatedCard card = new SimulatedCard(ALL);
        VirtioNet net = card.start();
        Frame large = frame(net, 60_000);
        large.requestChecksum(34, 16);
        large.requestSegmentation(1448, 66);
        net.transmit(large);
        Frame summed = frame(net, 100);
        summed.requestChecksum(34, 6);
        net.transmit(summed);
        net.transmit(frame(net, 100));
        net.flush();
        List<SimulatedQueue.Buffer> buffers = card.pending();
        SimulatedCard.Sent first = SimulatedCard.read(buffers.get(0));
        assertThat(first.bytes()).hasSize(60_000);
        assertThat(first)
                .extracting(s -> List.of(
                        s.flags(), s.gsoType(), s.headerLength(), s.gsoSize(), s.checksumStart(), s.checksumOffset()))
                .isEqualTo(List.of(1, 1, 66, 1448, 34, 16));
        assertThat(SimulatedCard.read(buffers.get(1)))
                .extracting(s -> List.of(s.flags(), s.gsoType(), s.gsoSize(), s.checksumStart(), s.checksumOffset()))
                .isEqualTo(List.of(1, 0, 0, 34, 6));
        assertThat(SimulatedCard.read(buffers.get(2)))
                .extracting(s -> List.of(
                        s.flags(), s.gsoType(), s.headerLength(), s.gsoSize(), s.checksumStart(), s.checksumOffset()))
                .isEqualTo(List.of(0, 0, 0, 0, 0, 0));
    }

    @Test
    void nothingOfTheHeaderStaysWhenABufferIsUsedAgain() {
        SimulatedCard card = new SimulatedCard(ALL);
        card.transport.maximumQueueSize = 1;
        VirtioNet net = card.start();
        Frame first = frame(net, 100);
        first.requestChecksum(34, 16);
        first.requestSegmentation(20, 54);
        net.transmit(first);
        net.flush();
        card.complete(card.pending().getFirst());
        card.publish();
        net.transmit(frame(net, 100));
        net.flush();
        assertThat(SimulatedCard.read(card.pending().getFirst()))
                .extracting(s -> List.of(
                        s.flags(), s.gsoType(), s.headerLength(), s.gsoSize(), s.checksumStart(), s.checksumOffset()))
                .isEqualTo(List.of(0, 0, 0, 0, 0, 0));
    }

    @Test
    void framesOfBothSizesTogetherNeverExceedTheQueue() {
        SimulatedCard card = new SimulatedCard(ALL);
        card.transport.maximumQueueSize = 8;
        VirtioNet net = card.start();
        List<Frame> frames = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            Frame frame = net.allocate(i % 2 == 0 ? 60_000 : 100);
            if (frame != null) {
                frames.add(frame);
            }
        }
        assertThat(frames).hasSize(8);
        frames.forEach(net::transmit);
        net.flush();
        assertThat(card.pending()).hasSize(8);
    }

    @ParameterizedTest
    @CsvSource({"0,false", "1,true", "2,true"})
    void theDevicesWordOnChecksumsReachesTheStack(int flags, boolean validated) {
        SimulatedCard card = new SimulatedCard(ALL);
        VirtioNet net = card.start();
        card.deliver(flags, new byte[60]);
        card.deliver(flags, new byte[5000]);
        card.publish();
        List<Boolean> seen = new ArrayList<>();
        net.drain(frame -> {
            seen.add(frame.isChecksumValidated());
            frame.release();
        });
        assertThat(seen).containsExactly(validated, validated);
    }

    @Test
    void theDevicesWordOnChecksumsIsIgnoredIfItWasNotAgreed() {
        SimulatedCard card = new SimulatedCard(0);
        VirtioNet net = card.start();
        card.deliver(2, new byte[60]);
        card.publish();
        net.drain(frame -> {
            assertThat(frame.isChecksumValidated()).isFalse();
            frame.release();
        });
    }

    @Test
    void aFrameOf64KiBIsAssembled() {
        SimulatedCard card = new SimulatedCard(ALL);
        VirtioNet net = card.start();
        byte[] frame = random(new Random(1), 65535 + 14);
        for (int round = 0; round < 20; round++) {
            card.deliver(1, frame);
            card.publish();
            assertThat(drain(net))
                    .hasSize(1)
                    .first()
                    .satisfies(got -> assertThat(Arrays.equals(got, frame)).isTrue());
        }
    }

    /** More frames are lost so than can be assembled at a time, and then all arrive again. */
    @Test
    void aFrameThatThereIsNoMemoryToAssembleIsLostAloneAndWhole() {
        SimulatedCard card = new SimulatedCard(ALL);
        VirtioNet net = card.start();
        byte[] large = random(new Random(8), 30_000);
        byte[] small = random(new Random(9), 60);
        card.memory.heapIsFull = true;
        for (int i = 0; i < 10; i++) {
            assertThat(card.deliver(0, large)).isTrue();
            assertThat(card.deliver(0, small)).isTrue();
            card.publish();
            assertThat(drain(net)).containsExactly(small);
        }
        card.memory.heapIsFull = false;
        assertThat(card.deliver(0, large)).isTrue();
        card.publish();
        assertThat(drain(net)).containsExactly(large);
    }

    @Test
    void assembledFramesTheStackKeepsAreBoundedAndTheRestIsDropped() {
        SimulatedCard card = new SimulatedCard(ALL);
        VirtioNet net = card.start();
        List<Frame> kept = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            card.deliver(0, new byte[5000]);
            card.publish();
            net.drain(kept::add);
        }
        assertThat(kept).hasSize(4);
        kept.removeLast().release();
        card.deliver(0, new byte[5000]);
        card.publish();
        assertThat(drain(net)).hasSize(1);
    }

    @Test
    void aStarvedReceiverIsWokenByTheFirstFrameThatTheStackReleases() {
        SimulatedCard card = new SimulatedCard(0);
        card.transport.maximumQueueSize = 4;
        VirtioNet net = card.start();
        List<Frame> kept = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            card.deliver(0, new byte[60]);
        }
        card.publish();
        assertThat(net.drain(kept::add)).isEqualTo(4);
        assertThat(card.deliver(0, new byte[60])).as("no buffer left").isFalse();
        kept.removeLast().release();
        kept.removeLast().release();
        assertThat(card.transport.wakes).isEqualTo(1);
        net.await(Long.MAX_VALUE);
        drain(net);
        assertThat(card.deliver(0, new byte[60])).isTrue();
    }

    @Test
    void aSenderWithoutSpaceIsToldWhenThereIsSomeAgain() {
        SimulatedCard card = new SimulatedCard(ALL);
        card.transport.maximumQueueSize = 8;
        VirtioNet net = card.start();
        for (int i = 0; i < 8; i++) {
            net.transmit(frame(net, 100));
        }
        assertThat(net.allocate(100)).isNull();
        net.flush();
        assertThat(net.takeTransmitSpaceForWaiter()).isFalse();
        card.transport.onWait = () -> {
            for (SimulatedQueue.Buffer buffer : card.pending()) {
                card.complete(buffer);
            }
            card.publish();
        };
        int before = card.transport.interrupts;
        net.await(Long.MAX_VALUE);
        assertThat(card.transport.interrupts).as("an interrupt was asked for").isEqualTo(before + 1);
        assertThat(net.takeTransmitSpaceForWaiter()).isTrue();
        assertThat(net.allocate(100)).isNotNull();
        assertThat(net.takeTransmitSpaceForWaiter()).isFalse();
    }

    @Test
    void aSenderWithoutSpaceIsToldAlsoIfAnotherFoundSomeFirst() {
        SimulatedCard card = new SimulatedCard(ALL);
        card.transport.maximumQueueSize = 8;
        VirtioNet net = card.start();
        for (int i = 0; i < 8; i++) {
            net.transmit(frame(net, 100));
        }
        assertThat(net.allocate(100)).isNull();
        net.flush();
        card.pending().forEach(card::complete);
        card.publish();
        int before = card.transport.wakes;
        assertThat(net.allocate(100)).isNotNull();
        assertThat(card.transport.wakes).as("the network's thread is woken").isGreaterThan(before);
        assertThat(net.takeTransmitSpaceForWaiter()).isTrue();
        assertThat(net.takeTransmitSpaceForWaiter()).isFalse();
    }

    @Test
    void completionsNobodyWaitsForDoNotInterrupt() {
        SimulatedCard card = new SimulatedCard(ALL);
        VirtioNet net = card.start();
        int before = card.transport.interrupts;
        for (int i = 0; i < 1000; i++) {
            net.transmit(frame(net, 100));
            net.flush();
            card.pending().forEach(card::complete);
            card.publish();
        }
        assertThat(card.transport.interrupts - before)
                .as("one stale request at most")
                .isLessThanOrEqualTo(1);
    }

    /** The JVM may allocate once for itself, for whatever it links: not in each of three times. */
    @Test
    void noObjectIsAllocatedPerFrame() {
        SimulatedCard card = new SimulatedCard(ALL);
        VirtioNet net = card.start();
        long unused = allocatedIn(1000, card, net); // pools are filled and lambdas linked
        long allocated = LongStream.range(0, 3)
                .map(each -> allocatedIn(1000, card, net))
                .min()
                .orElseThrow();
        assertThat(allocated / 1000).as("bytes per round of 6 frames").isZero();
    }

    /** Bytes that this thread allocates in so many rounds, those of the test itself left out. */
    private static long allocatedIn(int rounds, SimulatedCard card, VirtioNet net) {
        com.sun.management.ThreadMXBean threads =
                (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();
        long thread = Thread.currentThread().threadId();
        long allocated = 0;
        for (int round = 0; round < rounds; round++) {
            card.deliver(0, new byte[1000]);
            card.deliver(0, new byte[6000]);
            card.publish();
            long before = threads.getThreadAllocatedBytes(thread);
            net.drain(Frame::release);
            for (int i = 0; i < 4; i++) {
                net.transmit(frame(net, i == 0 ? 60_000 : 1000));
            }
            net.flush();
            net.await(0);
            allocated += threads.getThreadAllocatedBytes(thread) - before;
            card.pending().forEach(card::complete);
            card.publish();
        }
        return allocated;
    }

    @Test
    void aFrameTooLargeForTheLinkIsNotHandedOut() {
        assertThat(new SimulatedCard(0).start().allocate(2037)).isNull();
        assertThat(new SimulatedCard(0).start().allocate(1514)).isNotNull();
        assertThat(new SimulatedCard(ALL).start().allocate(65525)).isNull();
        assertThat(new SimulatedCard(ALL).start().allocate(65524)).isNotNull();
    }

    @Test
    void whenMemoryRunsOutSendingGoesOnWithTheFramesThereAre() {
        SimulatedCard card = new SimulatedCard(ALL);
        VirtioNet net = card.start();
        card.memory.setRemaining(0);
        List<Frame> large = new ArrayList<>();
        for (Frame frame = net.allocate(60_000); frame != null; frame = net.allocate(60_000)) {
            large.add(frame);
        }
        assertThat(large).hasSize(2);
        Frame small = net.allocate(100);
        assertThat(small).isNotNull();
        large.forEach(net::transmit);
        net.flush();
        card.pending().forEach(card::complete);
        card.publish();
        assertThat(net.takeTransmitSpaceForWaiter() || net.allocate(60_000) != null)
                .isTrue();
    }

    @Test
    void memoryIsTakenAsTrafficNeedsIt() {
        SimulatedCard card = new SimulatedCard(0);
        card.memory.setRemaining(512 << 10);
        VirtioNet net = card.start();
        for (int i = 0; i < 1000; i++) {
            net.transmit(frame(net, 1514));
            net.flush();
            card.pending().forEach(card::complete);
            card.publish();
        }
        card.memory.setRemaining(0);
        List<Frame> frames = new ArrayList<>();
        for (Frame frame = net.allocate(100); frame != null; frame = net.allocate(100)) {
            frames.add(frame);
        }
        assertThat(frames).as("one block was enough").hasSize(16);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 129, 0xffff})
    void anImpossibleBufferCountStopsTheCard(int buffers) {
        SimulatedCard card = new SimulatedCard(ALL);
        VirtioNet net = card.start();
        SimulatedQueue.Buffer buffer = card.receiveQueue().take();
        buffer.memory().putShort(10, (short) buffers);
        card.receiveQueue().complete(buffer, 100);
        assertStops(card, net, "in " + buffers + " buffers");
    }

    @Test
    void aFrameWhoseBuffersDoNotComeStopsTheCard() {
        SimulatedCard card = new SimulatedCard(ALL);
        VirtioNet net = card.start();
        SimulatedQueue.Buffer buffer = card.receiveQueue().take();
        buffer.memory().putShort(10, (short) 3);
        card.receiveQueue().complete(buffer, 2048);
        card.receiveQueue().complete(card.receiveQueue().take(), 2048);
        assertStops(card, net, "in 3 buffers but returned only 2");
    }

    @Test
    void aFrameBeyond64KiBStopsTheCard() {
        SimulatedCard card = new SimulatedCard(ALL);
        VirtioNet net = card.start();
        card.deliver(0, new byte[65550]);
        assertStops(card, net, "more than 65549 bytes");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 11})
    void aFrameShorterThanItsHeaderStopsTheCard(int length) {
        SimulatedCard card = new SimulatedCard(ALL);
        VirtioNet net = card.start();
        card.receiveQueue().complete(card.receiveQueue().take(), length);
        assertStops(card, net, length + " bytes");
    }

    @Test
    void aReceiveBufferTheDeviceDoesNotOwnStopsTheCard() {
        SimulatedCard card = new SimulatedCard(ALL);
        VirtioNet net = card.start();
        card.receiveQueue().completeRaw(999, 100);
        assertStops(card, net, "descriptor 999");
    }

    private static void assertStops(SimulatedCard card, VirtioNet net, String reason) {
        card.publish();
        assertThatThrownBy(() -> drain(net))
                .isInstanceOf(DeviceException.class)
                .hasMessageContaining("virtio-net at simulated slot")
                .hasMessageContaining(reason);
        assertThat(card.transport.status).as("reset").isZero();
        assertThatThrownBy(() -> net.await(0)).hasMessageContaining(reason);
        assertThatThrownBy(() -> drain(net)).hasMessageContaining(reason);
        Frame frame = net.allocate(100);
        if (frame != null) {
            net.transmit(frame);
        }
        int notifications = card.transport.notifications;
        net.flush();
        assertThat(card.transport.notifications).isEqualTo(notifications);
    }

    @Test
    void aWrongCompletionOfASentFrameStopsTheCardWithoutThrowingAtTheSender() {
        SimulatedCard card = new SimulatedCard(ALL);
        card.transport.maximumQueueSize = 4;
        VirtioNet net = card.start();
        for (int i = 0; i < 4; i++) {
            net.transmit(frame(net, 100));
        }
        net.flush();
        card.transmitQueue().completeRaw(77, 0);
        card.publish();
        assertThat(net.allocate(100)).isNull();
        assertThat(card.transport.status).isZero();
        assertThatThrownBy(() -> drain(net))
                .isInstanceOf(DeviceException.class)
                .hasMessageContaining("transmit queue")
                .hasMessageContaining("descriptor 77");
    }

    @Test
    void aCardThatReportsAnInternalErrorIsStopped() {
        SimulatedCard card = new SimulatedCard(ALL);
        VirtioNet net = card.start();
        card.transport.onWait = () -> {
            card.transport.status |= 64;
            card.transport.interrupt();
        };
        assertThatThrownBy(() -> net.await(Long.MAX_VALUE))
                .isInstanceOf(DeviceException.class)
                .hasMessageContaining("DEVICE_NEEDS_RESET");
    }
}
