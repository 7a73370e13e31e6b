package dev.ristretto.kernel.personality.linux.call;

/** The part of a call in which a thread blocks other signals than outside. */
@FunctionalInterface
public interface SignalMaskScope extends AutoCloseable {
    /** The old mask is back. */
    @Override
    void close();
}
