package dev.ristretto.image.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * The images of a layout (OCI image specification 1.1, "Image Index"). Immutable.
 *
 * @param schemaVersion of indexes: that of manifests
 * @param mediaType {@link MediaTypes#INDEX}
 * @param manifests an entry for each name, with the name as an annotation
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record OciIndex(
        @JsonProperty("schemaVersion") int schemaVersion,
        @JsonProperty("mediaType") String mediaType,
        @JsonProperty("manifests") List<OciDescriptor> manifests) {
    /** The annotation that holds a name. */
    public static final String NAME_ANNOTATION = "org.opencontainers.image.ref.name";

    /**
     * Copies the list.
     *
     * @throws IllegalArgumentException if it is not an index: one that has lost its content must not pass for an empty
     *     one
     */
    public OciIndex {
        if (schemaVersion != OciManifest.SCHEMA_VERSION || manifests == null) {
            throw new IllegalArgumentException("it lists no images");
        }
        manifests = List.copyOf(manifests);
    }

    /** An index of these entries. */
    public static OciIndex of(List<OciDescriptor> manifests) {
        return new OciIndex(OciManifest.SCHEMA_VERSION, MediaTypes.INDEX, manifests);
    }
}
