package dev.ristretto.kernel.network.trace;

import dev.ristretto.abi.Direction;
import dev.ristretto.kernel.network.link.Frame;

/** Is shown the frames of a link. */
@FunctionalInterface
public interface FrameSink {
    /**
     * A frame passes. Must not keep it, change it, block or throw. Calls come one at a time for each direction, the two
     * at the same time.
     *
     * @param frame the caller's; a sent one may still lack checksums and be cut into segments by the link
     * @param direction where it goes
     * @param nanos time of the clock of the link's wrapper
     */
    void frame(Frame frame, Direction direction, long nanos);
}
