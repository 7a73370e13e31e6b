package dev.ristretto.kernel.personality.linux.thread.signal;

/** A timer that sends signals, of which one at most waits at a time. */
public interface SignalTimer {
    /** Its signal is taken or dropped: how often it has expired since that was sent. */
    int signalTaken();
}
