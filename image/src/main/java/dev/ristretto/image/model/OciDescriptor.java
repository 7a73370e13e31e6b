package dev.ristretto.image.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Names a file by its content (OCI image specification 1.1, "OCI Content Descriptors"). Immutable.
 *
 * @param mediaType what kind of file it is
 * @param artifactType what kind of image a manifest is of; empty for other files
 * @param digest {@code sha256:HEX}
 * @param size in bytes
 * @param annotations what else is said about it
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record OciDescriptor(
        @JsonProperty("mediaType") String mediaType,
        @JsonProperty("artifactType") String artifactType,
        @JsonProperty("digest") String digest,
        @JsonProperty("size") long size,
        @JsonProperty("annotations") Map<String, String> annotations) {
    /** Copies the map. */
    public OciDescriptor {
        if (mediaType == null || digest == null) {
            throw new IllegalArgumentException("a descriptor has no media type or no digest");
        }
        artifactType = artifactType == null ? "" : artifactType;
        annotations = annotations == null ? Map.of() : Map.copyOf(annotations);
    }

    /** A file of an image. */
    public static OciDescriptor of(String mediaType, byte[] content) {
        return new OciDescriptor(mediaType, "", Digest.of(content), content.length, Map.of());
    }

    /** A file of an image that is a file already. */
    public static OciDescriptor of(String mediaType, Path file) throws IOException {
        return new OciDescriptor(mediaType, "", Digest.of(file), Files.size(file), Map.of());
    }
}
