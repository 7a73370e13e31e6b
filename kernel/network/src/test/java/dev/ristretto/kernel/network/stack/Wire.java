package dev.ristretto.kernel.network.stack;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A shared medium: every frame reaches every other station, unless it is lost, and perhaps late, twice or damaged. */
final class Wire {
    double loss;
    double duplication;
    double reordering;
    double corruption;
    long delay = 100_000;
    /** Most extra delay of a reordered frame. */
    long reorderDelay = 5 * World.MILLI;
    /** Bits per second, 0 for unlimited; with a queue of {@link #queueLimit} bytes. */
    long rate;

    int queueLimit = 256 << 10;

    /** Frames for which it is false are lost. */
    Predicate<byte[]> filter = bytes -> true;

    /** Sees every frame sent. */
    Consumer<byte[]> tap = bytes -> {};

    long carried;
    long dropped;

    private final World world;
    private final List<SimulatedLink> stations = new ArrayList<>();
    private long busyUntil;

    Wire(World world) {
        this.world = world;
    }

    void attach(SimulatedLink station) {
        stations.add(station);
    }

    void carry(SimulatedLink from, byte[] bytes) {
        tap.accept(bytes);
        if (!filter.test(bytes) || world.random.nextDouble() < loss) {
            dropped++;
            return;
        }
        long departure = world.now;
        if (rate > 0) {
            long waiting = Math.max(0, busyUntil - world.now);
            if (waiting * rate / 8 / World.SECOND > queueLimit) {
                dropped++;
                return;
            }
            busyUntil = Math.max(busyUntil, world.now) + bytes.length * 8 * World.SECOND / rate;
            departure = busyUntil;
        }
        int copies = world.random.nextDouble() < duplication ? 2 : 1;
        for (int i = 0; i < copies; i++) {
            long arrival = departure + delay;
            if (world.random.nextDouble() < reordering) {
                arrival += (long) (world.random.nextDouble() * reorderDelay);
            }
            byte[] copy = bytes;
            // Only what a checksum of IPv4 and above covers: Ethernet's own, which is not simulated, protects the rest
            // and ARP.
            if (world.random.nextDouble() < corruption && bytes[12] == 8 && bytes[13] == 0) {
                copy = bytes.clone();
                copy[14 + world.random.nextInt(copy.length - 14)] ^= (byte) (1 << world.random.nextInt(8));
            }
            byte[] arriving = copy;
            world.at(arrival, () -> deliver(from, arriving));
        }
        carried++;
    }

    /** Puts a frame on the wire that no station has sent. */
    void inject(byte[] bytes) {
        deliver(null, bytes);
    }

    private void deliver(@Nullable SimulatedLink from, byte[] bytes) {
        for (SimulatedLink station : stations) {
            if (station != from) {
                station.arrive(bytes);
            }
        }
    }
}
