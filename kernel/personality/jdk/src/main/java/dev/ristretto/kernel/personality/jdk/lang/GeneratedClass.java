package dev.ristretto.kernel.personality.jdk.lang;

import org.jspecify.annotations.Nullable;

/**
 * A class that the application makes while it runs, as it did on HotSpot under the eyes of {@code ristretto trace}, so
 * that it was compiled with the application.
 */
final class GeneratedClass {
    private GeneratedClass() {}

    /**
     * The class of that name.
     *
     * @param name with slashes or dots
     * @throws UnsupportedOperationException if the image has none
     */
    static Class<?> find(@Nullable String name) {
        if (name == null) {
            throw unseen(null, null);
        }
        try {
            return Class.forName(name.replace('/', '.'), false, ClassLoader.getSystemClassLoader());
        } catch (ClassNotFoundException e) {
            throw unseen(name, e);
        }
    }

    static UnsupportedOperationException unseen(@Nullable String name, @Nullable Exception cause) {
        return new UnsupportedOperationException(
                "Cannot make the class " + name + ", which 'ristretto trace' has not seen", cause);
    }
}
