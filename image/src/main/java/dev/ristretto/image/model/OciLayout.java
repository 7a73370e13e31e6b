package dev.ristretto.image.model;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * Marks a folder as an OCI image layout (OCI image specification 1.1, "Image Layout").
 *
 * @param imageLayoutVersion {@value #VERSION}
 */
public record OciLayout(@JsonProperty("imageLayoutVersion") String imageLayoutVersion) {
    /** The only version there is. */
    public static final String VERSION = "1.0.0";
}
