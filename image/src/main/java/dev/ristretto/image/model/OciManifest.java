package dev.ristretto.image.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The files that an image consists of (OCI image specification 1.1, "Image Manifest"). Its digest is the identity of
 * the image. Immutable.
 *
 * @param schemaVersion of manifests: {@value #SCHEMA_VERSION}
 * @param mediaType {@link MediaTypes#MANIFEST}
 * @param artifactType {@link MediaTypes#ARTIFACT}
 * @param config the file of the {@link ImageConfiguration}
 * @param layers the other files, each by its media type
 */
public record OciManifest(
        @JsonProperty("schemaVersion") int schemaVersion,
        @JsonProperty("mediaType") String mediaType,
        @JsonProperty("artifactType") String artifactType,
        @JsonProperty("config") OciDescriptor config,
        @JsonProperty("layers") List<OciDescriptor> layers) {
    /** Of manifests and of indexes. */
    public static final int SCHEMA_VERSION = 2;

    /** Copies the list. */
    public OciManifest {
        if (config == null) {
            throw new IllegalArgumentException("the manifest names no configuration");
        }
        layers = layers == null ? List.of() : List.copyOf(layers);
    }

    /** The manifest of an image. */
    public static OciManifest of(OciDescriptor config, List<OciDescriptor> layers) {
        return new OciManifest(SCHEMA_VERSION, MediaTypes.MANIFEST, MediaTypes.ARTIFACT, config, layers);
    }

    /** All files but the manifest itself. */
    public List<OciDescriptor> parts() {
        return Stream.concat(Stream.of(config), layers.stream()).toList();
    }

    /** The layer of a media type, if there is one. */
    public Optional<OciDescriptor> layer(String type) {
        return layers.stream().filter(layer -> layer.mediaType().equals(type)).findFirst();
    }
}
