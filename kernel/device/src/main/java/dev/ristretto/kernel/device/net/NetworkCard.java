package dev.ristretto.kernel.device.net;

import dev.ristretto.kernel.device.virtio.DeviceException;
import dev.ristretto.kernel.network.link.Frame;
import dev.ristretto.kernel.network.link.Link;
import java.util.function.Consumer;

/**
 * A network card that one thread serves; whatever the card wants only wakes that thread:
 *
 * <pre>{@code
 * stack.setWakeup(card::wake);
 * while (true) {
 *     card.drain(stack::receive);
 *     if (card.takeTransmitSpaceForWaiter()) stack.transmitSpaceAvailable();
 *     long deadline = stack.poll();
 *     card.await(deadline == Long.MAX_VALUE ? Long.MAX_VALUE : deadline - clock.nanoTime());
 * }
 * }</pre>
 *
 * <p>{@link #drain} and {@link #await} belong to that thread, the methods of {@link Link} are called under the stack's
 * lock as that interface says, {@link #wake} by anyone.
 */
public interface NetworkCard extends Link {
    /**
     * Hands over received frames and gives the card fresh memory for more; bounded, so that timers get their turn.
     *
     * @param consumer takes ownership of each frame and should release it soon: the pool is small
     * @return how many frames, possibly not all that there are
     * @throws DeviceException if the card broke the rules, now or before
     */
    int drain(Consumer<Frame> consumer);

    /** Whether {@link #allocate} has returned null and may succeed now: the caller then tells the stack. */
    boolean takeTransmitSpaceForWaiter();

    /**
     * Blocks until frames have arrived, transmit space has come back for someone who waits, {@link #wake} was called or
     * the time is over.
     *
     * @param timeoutNanos {@link Long#MAX_VALUE} for no limit
     * @throws DeviceException if the card was stopped or reports an internal error
     */
    void await(long timeoutNanos);

    /** Lets a running or the next {@link #await} return early. */
    void wake();
}
