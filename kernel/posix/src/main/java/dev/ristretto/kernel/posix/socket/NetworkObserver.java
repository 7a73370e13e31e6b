package dev.ristretto.kernel.posix.socket;

import dev.ristretto.kernel.network.ip.InterfaceConfiguration;
import org.jspecify.annotations.Nullable;

/** Learns what happens to the {@link Network}. */
public interface NetworkObserver {
    /** One line of text that the user should see. From any thread. */
    void message(String line);

    /**
     * The addresses of the link have changed; null means that it has none. From the network's thread, which waits
     * meanwhile.
     */
    void configured(@Nullable InterfaceConfiguration configuration);
}
