package dev.ristretto.kernel.network.stack;

import dev.ristretto.kernel.network.ip.InterfaceConfiguration;
import dev.ristretto.kernel.network.ip.IpAddress;
import dev.ristretto.kernel.network.link.LinkFeatures;
import dev.ristretto.kernel.network.statistics.NetworkCounters;
import dev.ristretto.kernel.network.trace.CountingLink;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.function.BooleanSupplier;

/** A simulated world: virtual time, hosts with stacks, wires between them. Everything follows from the seed. */
final class World {
    static final long MILLI = 1_000_000L;
    static final long SECOND = 1_000_000_000L;

    /** What a call of a stack's driver goes through. */
    @FunctionalInterface
    interface Guard {
        void call(NetworkStack stack, Runnable action);
    }

    private record Event(long time, long order, Runnable action) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            int byTime = Long.compare(time, other.time);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }

    final long seed;
    final Random random;
    long now = 1_000_000_000_000L;
    long steps;
    Guard guard = (stack, action) -> action.run();

    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private final List<NetworkStack> stacks = new ArrayList<>();
    private final List<SimulatedLink> links = new ArrayList<>();
    private final List<Runnable> applications = new ArrayList<>();
    private long order;

    World(long seed) {
        this.seed = seed;
        random = new Random(seed);
        System.out.println("world seed " + seed);
    }

    /** A host on a wire with the address 10.0.0.{@code number}. */
    NetworkStack host(Wire wire, int number, LinkFeatures features, StackOptions options) {
        NetworkStack stack = bareHost(wire, number, features, options);
        stack.configure(new InterfaceConfiguration(address(number), 24, null));
        return stack;
    }

    NetworkStack host(Wire wire, int number) {
        return host(wire, number, LinkFeatures.NONE, StackOptions.defaults());
    }

    /** A host without an address. */
    NetworkStack bareHost(Wire wire, int number, LinkFeatures features, StackOptions options) {
        SimulatedLink link = new SimulatedLink(this, wire, number, features);
        NetworkCounters counters = new NetworkCounters();
        CountingLink counting = new CountingLink(link, counters);
        NetworkStack stack = new NetworkStack(counting, () -> now, new Random(random.nextLong()), options, counters);
        link.stack = stack;
        link.arrived = counting::received;
        links.add(link);
        stacks.add(stack);
        return stack;
    }

    /** The card of a host. */
    SimulatedLink link(NetworkStack host) {
        return links.get(stacks.indexOf(host));
    }

    static IpAddress address(int number) {
        return IpAddress.of(10, 0, 0, number);
    }

    void at(long time, Runnable action) {
        events.add(new Event(time, order++, action));
    }

    /** Something that acts after every step. */
    void application(Runnable action) {
        applications.add(action);
    }

    void clearApplications() {
        applications.clear();
    }

    /** Lets the world go on until the condition holds; false if it does not within the time. */
    boolean runUntil(BooleanSupplier condition, long nanos) {
        long end = now + nanos;
        while (true) {
            for (Runnable application : applications) {
                application.run();
            }
            if (condition.getAsBoolean()) {
                return true;
            }
            long next = Long.MAX_VALUE;
            for (NetworkStack stack : stacks) {
                long[] deadline = {now + MILLI}; // if it fails it is to be tried again
                guard.call(stack, () -> deadline[0] = stack.poll());
                next = Math.min(next, deadline[0]);
            }
            Event event = events.peek();
            if (event != null) {
                next = Math.min(next, event.time);
            }
            if (next > end) {
                now = end;
                return condition.getAsBoolean();
            }
            now = Math.max(now, next);
            steps++;
            while ((event = events.peek()) != null && event.time <= now) {
                events.remove();
                event.action.run();
            }
        }
    }

    void run(long nanos) {
        runUntil(() -> false, nanos);
    }

    /** Nothing is pending anywhere: no timer, no frame on a wire. */
    boolean isIdle() {
        for (NetworkStack stack : stacks) {
            if (stack.poll() != Long.MAX_VALUE) {
                return false;
            }
        }
        return events.isEmpty();
    }

    /** Frames that have not come back to their pools. */
    int leakedFrames() {
        int sum = 0;
        for (SimulatedLink link : links) {
            sum += link.outstanding();
        }
        for (NetworkStack stack : stacks) {
            sum += stack.loopbackFrames();
        }
        return sum;
    }

    /** Buffer chunks in use. */
    int usedChunks() {
        int sum = 0;
        for (NetworkStack stack : stacks) {
            sum += stack.chunks().used();
        }
        return sum;
    }
}
