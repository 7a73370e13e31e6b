package dev.ristretto.image;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The objects of an OCI image layout (OCI image specification 1.1: image-layout, index, manifest, descriptor). */
final class Oci {
    static final String LAYOUT_VERSION = "1.0.0";
    static final String INDEX_TYPE = "application/vnd.oci.image.index.v1+json";
    static final String MANIFEST_TYPE = "application/vnd.oci.image.manifest.v1+json";
    static final String ARTIFACT_TYPE = "application/vnd.ristretto.image.v1";
    static final String CONFIGURATION_TYPE = "application/vnd.ristretto.image.config.v1+json";
    static final String KERNEL_TYPE = "application/vnd.ristretto.image.kernel.v1.elf";
    static final String DEBUG_TYPE = "application/vnd.ristretto.image.debug.v1.elf";
    static final String REPORT_TYPE = "application/vnd.ristretto.image.report.v1+json";
    static final String NAME_ANNOTATION = "org.opencontainers.image.ref.name";

    private Oci() {}

    record Layout(@JsonProperty("imageLayoutVersion") String imageLayoutVersion) {}

    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    record Descriptor(
            @JsonProperty("mediaType") String mediaType,
            @JsonProperty("artifactType") String artifactType,
            @JsonProperty("digest") String digest,
            @JsonProperty("size") long size,
            @JsonProperty("annotations") Map<String, String> annotations) {
        Descriptor {
            if (mediaType == null || digest == null) {
                throw new IllegalArgumentException("a descriptor has no media type or no digest");
            }
            artifactType = artifactType == null ? "" : artifactType;
            annotations = annotations == null ? Map.of() : Map.copyOf(annotations);
        }

        static Descriptor of(String mediaType, String digest, long size) {
            return new Descriptor(mediaType, "", digest, size, Map.of());
        }
    }

    @JsonInclude(JsonInclude.Include.ALWAYS)
    record Index(
            @JsonProperty("schemaVersion") int schemaVersion,
            @JsonProperty("mediaType") String mediaType,
            @JsonProperty("manifests") List<Descriptor> manifests) {
        Index {
            manifests = manifests == null ? List.of() : List.copyOf(manifests);
        }
    }

    record Manifest(
            @JsonProperty("schemaVersion") int schemaVersion,
            @JsonProperty("mediaType") String mediaType,
            @JsonProperty("artifactType") String artifactType,
            @JsonProperty("config") Descriptor config,
            @JsonProperty("layers") List<Descriptor> layers) {
        Manifest {
            if (config == null) {
                throw new IllegalArgumentException("the manifest names no configuration");
            }
            layers = layers == null ? List.of() : List.copyOf(layers);
        }

        /** All files but the manifest itself. */
        List<Descriptor> parts() {
            return Stream.concat(Stream.of(config), layers.stream()).toList();
        }

        Descriptor layer(String mediaType) {
            return find(mediaType)
                    .orElseThrow(() -> new ImageException("the manifest has no layer of type " + mediaType));
        }

        Optional<Descriptor> find(String mediaType) {
            return layers.stream()
                    .filter(layer -> layer.mediaType().equals(mediaType))
                    .findFirst();
        }
    }
}
