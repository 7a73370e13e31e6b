package dev.ristretto.kernel.device.block;

import dev.ristretto.kernel.device.virtio.SimulatedMemory;
import dev.ristretto.kernel.device.virtio.SimulatedQueue;
import dev.ristretto.kernel.device.virtio.SimulatedTransport;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The device's side of a disk, written from virtio 1.2 section 5.2 independently of the driver's. It keeps what reads
 * see apart from what would survive a power cut, answers in an order drawn from a seed, and sleeps by the rules, so
 * that a lost notification or interrupt leaves the driver waiting for ever. Thread-safe.
 */
final class SimulatedDisk {
    static final int READ = 0;
    static final int WRITE = 1;
    static final int FLUSH = 4;
    static final int IDENTIFY = 8;
    static final int DISCARD = 11;

    /** What is in sectors that were discarded. */
    static final byte DISCARDED = (byte) 0xdd;

    /** A request that the driver has made; its data are bytes to be read by the device, or room to be written. */
    record Request(int type, long sector, int dataBytes, SimulatedQueue.Chain chain) {}

    final SimulatedMemory memory = new SimulatedMemory();
    final SimulatedTransport transport;
    final Random random;

    /** What reads see. */
    final byte[] bytes;

    /** What would survive a power cut. */
    final byte[] stable;

    /** All requests so far but the one for the serial number at the start. */
    final List<Request> requests = new ArrayList<>();

    /** Requests without an answer. */
    final List<Request> held = new ArrayList<>();

    /** The largest number of requests without an answer. */
    int mostHeld;

    byte[] serial = "vol-0001".getBytes(StandardCharsets.US_ASCII);

    /** The status to answer a request with; if it is not 0, nothing else is done. */
    volatile ToIntFunction<Request> verdict = request -> 0;

    /** What is added to the number of bytes that the device says to have written. */
    volatile int lie;

    private boolean awake;

    /**
     * A disk that answers some requests whenever the driver waits.
     *
     * @param features beside VIRTIO_F_VERSION_1
     */
    SimulatedDisk(long features, int sectors, long seed) {
        transport = new SimulatedTransport(memory, features);
        bytes = new byte[sectors * 512];
        stable = new byte[sectors * 512];
        random = new Random(seed);
        configure(0, sectors);
        configure(4, 0);
        transport.onNotify = this::wake;
        transport.onWait = this::work;
    }

    /** Sets four bytes of the configuration. */
    void configure(int offset, int value) {
        ByteBuffer.wrap(transport.configuration).order(ByteOrder.LITTLE_ENDIAN).putInt(offset, value);
    }

    VirtioBlock start() {
        VirtioBlock disk = VirtioBlock.start(transport, memory);
        requests.clear();
        mostHeld = 0;
        return disk;
    }

    private SimulatedQueue queue() {
        return transport.queue(0);
    }

    synchronized void wake() {
        awake = true;
        if (random.nextInt(4) == 0) {
            receive();
        }
    }

    /** Looks at the queue and answers some of the requests, one at least if there is any, while the driver waits. */
    synchronized void work() {
        receive();
        int count = held.isEmpty() ? 0 : 1 + random.nextInt(held.size());
        for (int i = 0; i < count; i++) {
            answer(held.get(random.nextInt(held.size())));
        }
        if (!publish() && count > 0) {
            throw new AssertionError("the driver waits for an interrupt that it has not asked for");
        }
    }

    /** Takes the requests that the driver has made, if the device has been told to look. */
    synchronized void receive() {
        while (awake) {
            for (SimulatedQueue.Chain chain = queue().popChain(); chain != null; chain = queue().popChain()) {
                Request request = parse(chain);
                held.add(request);
                requests.add(request);
                mostHeld = Math.max(mostHeld, held.size());
            }
            awake = !queue().sleep();
        }
    }

    private static Request parse(SimulatedQueue.Chain chain) {
        ByteBuffer out = ByteBuffer.wrap(readable(chain)).order(ByteOrder.LITTLE_ENDIAN);
        int writable = bytes(chain, true);
        if (out.capacity() < 16 || writable < 1 || out.getInt(4) != 0) {
            throw new AssertionError("a request needs a header, nothing in its reserved field, and a status");
        }
        int type = out.getInt(0);
        int data = type == READ || type == IDENTIFY ? writable - 1 : out.capacity() - 16;
        if (out.capacity() - 16 + writable - 1 != data) {
            throw new AssertionError("request of type " + type + " has data in the wrong direction");
        }
        return new Request(type, out.getLong(8), data, chain);
    }

    private static byte[] readable(SimulatedQueue.Chain chain) {
        ByteBuffer all = ByteBuffer.allocate(bytes(chain, false));
        for (SimulatedQueue.Buffer buffer : chain.buffers()) {
            if (!buffer.writable()) {
                all.put(buffer.memory().asByteBuffer());
            }
        }
        return all.array();
    }

    /** How many bytes the driver has given to be written, or to be read. */
    private static int bytes(SimulatedQueue.Chain chain, boolean writable) {
        return chain.buffers().stream()
                .filter(buffer -> buffer.writable() == writable)
                .mapToInt(SimulatedQueue.Buffer::length)
                .sum();
    }

    /** Does what a request asks and puts the answer into the used ring. */
    synchronized void answer(Request request) {
        if (!held.remove(request)) {
            throw new AssertionError("the test answers a request twice");
        }
        int status = verdict.applyAsInt(request);
        byte[] in = status == 0 ? perform(request) : null;
        int room = bytes(request.chain(), true);
        byte[] written = Arrays.copyOf(in == null ? new byte[0] : in, room);
        written[room - 1] = (byte) status;
        scatter(request.chain(), written);
        queue().complete(request.chain(), room + lie);
    }

    private static void scatter(SimulatedQueue.Chain chain, byte[] written) {
        int at = 0;
        for (SimulatedQueue.Buffer buffer : chain.buffers()) {
            if (buffer.writable()) {
                buffer.memory().asByteBuffer().put(0, written, at, buffer.length());
                at += buffer.length();
            }
        }
    }

    private byte @Nullable [] perform(Request request) {
        byte[] out = readable(request.chain());
        int at = (int) request.sector() * 512;
        boolean writeThrough = (transport.accepted & VirtioBlock.FLUSH) == 0;
        switch (request.type()) {
            case READ -> {
                return Arrays.copyOfRange(bytes, at, at + request.dataBytes());
            }
            case WRITE -> {
                System.arraycopy(out, 16, bytes, at, request.dataBytes());
                if (writeThrough) {
                    System.arraycopy(out, 16, stable, at, request.dataBytes());
                }
            }
            case FLUSH -> System.arraycopy(bytes, 0, stable, 0, bytes.length);
            case IDENTIFY -> {
                return Arrays.copyOf(serial, 20);
            }
            case DISCARD -> {
                ByteBuffer segment = ByteBuffer.wrap(out).order(ByteOrder.LITTLE_ENDIAN);
                if (request.dataBytes() != 16 || segment.getInt(28) != 0) {
                    throw new AssertionError("a discard has one segment, and no flags");
                }
                int from = (int) segment.getLong(16) * 512;
                Arrays.fill(bytes, from, from + segment.getInt(24) * 512, DISCARDED);
            }
            default -> throw new AssertionError("request of the unknown type " + request.type());
        }
        return null;
    }

    /** Shows the driver the answers, with an interrupt if it wants one: returns whether it does. */
    synchronized boolean publish() {
        boolean wanted = queue().publish();
        if (wanted) {
            transport.interrupt();
        }
        return wanted;
    }
}
