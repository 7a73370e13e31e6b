package dev.ristretto.kernel.personality.linux.thread.signal;

/** A thread of Java that runs a thread of a program. */
public interface SignalHolder {
    /** The signals of that thread. */
    SignalsOfThread signals();
}
