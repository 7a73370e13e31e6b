package dev.ristretto.kernel.personality.linux.thread.signal;

/**
 * A signal on its way to a thread.
 *
 * @param note the signal
 * @param setting what it does
 */
public record Delivery(SignalNote note, SignalSetting setting) {
    /** Whether it ends the process. */
    public boolean isFatal() {
        return !setting.isHandled();
    }
}
