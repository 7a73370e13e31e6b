package dev.ristretto.build.metadata.inference;

import dev.ristretto.image.model.StableJson;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** What inference knows of libraries and the JDK: JSON files beside the classes. */
final class InferenceData {
    private InferenceData() {}

    /** @throws IllegalStateException if there is no such file */
    static <T> T read(String file, Class<T> type) {
        try (InputStream in = InferenceData.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException(file + " is not beside " + InferenceData.class);
            }
            return StableJson.read(in.readAllBytes(), type);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
