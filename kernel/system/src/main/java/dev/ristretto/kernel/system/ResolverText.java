package dev.ristretto.kernel.system;

import java.util.function.Consumer;

/**
 * What the network says for /etc/resolv.conf. It stands between the two so that an image with files need not hold the
 * network, nor one with the network files.
 */
final class ResolverText {
    private static String text = "";
    private static Consumer<String> listener = ignored -> {};

    private ResolverText() {}

    /** The network has learned its resolvers: the whole text of /etc/resolv.conf. */
    static synchronized void set(String newText) {
        text = newText;
        listener.accept(newText);
    }

    /** Calls {@code consumer} with the text now and whenever it changes. */
    static synchronized void whenSet(Consumer<String> consumer) {
        listener = consumer;
        if (!text.isEmpty()) {
            consumer.accept(text);
        }
    }
}
