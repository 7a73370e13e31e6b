package dev.ristretto.kernel.network.stack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ristretto.kernel.network.link.LinkFeatures;

/**
 * A world of two hosts for the tests of the services in other packages: the host under test and one that plays the
 * server.
 */
public final class Simulation {
    /** A second in nanoseconds. */
    public static final long SECOND = World.SECOND;

    private final World world;
    private final Wire wire;
    private final NetworkStack host;
    private final NetworkStack server;

    /** A host without address and a server at 10.0.0.2. */
    public Simulation(long seed) {
        world = new World(seed);
        wire = new Wire(world);
        host = world.bareHost(wire, 1, LinkFeatures.NONE, StackOptions.defaults());
        server = world.host(wire, 2);
    }

    /** The host under test. */
    public NetworkStack host() {
        return host;
    }

    /** The host that plays the server. */
    public NetworkStack server() {
        return server;
    }

    /** Lets time pass. */
    public void run(long nanos) {
        world.run(nanos);
    }

    /** The present time. */
    public long now() {
        return world.now;
    }

    /** Something that acts after each step. */
    public void application(Runnable action) {
        world.application(action);
    }

    /** What part of the frames is lost. */
    public void setLoss(double loss) {
        wire.loss = loss;
    }

    /** Checks that nothing was leaked and no timer runs. */
    public void checkIdle() {
        world.run(300 * World.SECOND);
        assertThat(world.leakedFrames()).as("frames").isZero();
        assertThat(world.isIdle()).as("idle").isTrue();
    }
}
