package dev.ristretto.image.store;

import dev.ristretto.image.model.Digest;
import dev.ristretto.image.model.ImageConfiguration;
import dev.ristretto.image.model.ImageReport;
import dev.ristretto.image.model.MediaTypes;
import dev.ristretto.image.model.OciDescriptor;
import dev.ristretto.image.model.OciManifest;
import dev.ristretto.image.model.StableJson;
import java.util.List;

/**
 * The files of an image.
 *
 * @param blobs their contents; that of the manifest comes last
 * @param digest of the manifest, the identity of the image
 */
record PackedImage(List<byte[]> blobs, String digest) {
    static PackedImage of(byte[] kernel, byte[] debug, ImageConfiguration configuration, ImageReport report) {
        byte[] configurationJson = StableJson.write(configuration);
        byte[] reportJson = StableJson.write(report.withDigest(""));
        byte[] manifest = StableJson.write(OciManifest.of(
                OciDescriptor.of(MediaTypes.CONFIGURATION, configurationJson),
                List.of(
                        OciDescriptor.of(MediaTypes.KERNEL, kernel),
                        OciDescriptor.of(MediaTypes.DEBUG, debug),
                        OciDescriptor.of(MediaTypes.REPORT, reportJson))));
        return new PackedImage(List.of(configurationJson, kernel, debug, reportJson, manifest), Digest.of(manifest));
    }
}
