package dev.ristretto.build;

import dev.ristretto.image.model.StableJson;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** What is known of libraries and the JDK: JSON files beside the classes that use them. */
public final class PackagedData {
    private PackagedData() {}

    /**
     * Reads a file.
     *
     * @param user a class of the package that the file is in
     * @throws IllegalStateException if there is no such file
     */
    public static <T> T read(Class<?> user, String file, Class<T> type) {
        try (InputStream in = user.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException(file + " is not beside " + user);
            }
            return StableJson.read(in.readAllBytes(), type);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
