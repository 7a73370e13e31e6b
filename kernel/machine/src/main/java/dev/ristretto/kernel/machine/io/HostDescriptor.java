package dev.ristretto.kernel.machine.io;

import dev.ristretto.kernel.machine.layout.EventPointer;
import dev.ristretto.kernel.machine.memory.RawMemory;
import dev.ristretto.kernel.machine.platform.Platform;
import dev.ristretto.kernel.machine.threads.KernelEvent;
import dev.ristretto.kernel.machine.time.KernelClock;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The network that the host of a process has handed over: a descriptor for Ethernet frames. Reads and writes never
 * wait.
 *
 * <p>One thread reads and waits; writes are serialised by their caller.
 */
public final class HostDescriptor {
    private final boolean stream;
    private final EventPointer event;

    private HostDescriptor(boolean stream, EventPointer event) {
        this.stream = stream;
        this.event = event;
    }

    /** The network of this process; null if it has none, or is no process. To be called once. */
    public static @Nullable HostDescriptor open() {
        int kind = Platform.networkKind();
        return kind == Platform.NO_NETWORK
                ? null
                : new HostDescriptor(kind == Platform.STREAM_NETWORK, Interrupt.newEvent());
    }

    /** Whether frames come and go as a stream of bytes, each behind its length in four bytes; if not, one each call. */
    public boolean isStream() {
        return stream;
    }

    /**
     * Reads what is there, up to {@code length} bytes.
     *
     * @return how many bytes, 0 if there are none now, -1 if there never will be
     */
    public int read(RawMemory target, int offset, int length) {
        Objects.checkFromIndexSize((long) offset, length, target.size());
        return (int) Math.max(-1, Platform.networkRead(target.address() + offset, length));
    }

    /**
     * Writes what fits, up to {@code length} bytes.
     *
     * @return how many bytes, 0 if none fit now, -1 if the other side is gone
     */
    public int write(RawMemory source, int offset, int length) {
        Objects.checkFromIndexSize((long) offset, length, source.size());
        return (int) Math.max(-1, Platform.networkWrite(source.address() + offset, length));
    }

    /**
     * Waits until there is something to read (or, if {@code alsoWritable}, room to write), {@link #wake} was called, or
     * the time is over. May return early.
     *
     * @param timeoutNanos {@link Long#MAX_VALUE} for no limit
     */
    public void await(boolean alsoWritable, long timeoutNanos) {
        Platform.networkRequest(alsoWritable, event);
        int unused = KernelEvent.await(event, KernelClock.after(timeoutNanos));
    }

    /** Lets the current or the next {@link #await} return early. Safe from any thread. */
    public void wake() {
        KernelEvent.wake(event);
    }
}
