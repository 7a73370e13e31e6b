package dev.ristretto.image.store;

import dev.ristretto.image.model.Digest;
import dev.ristretto.image.model.ImageConfiguration;
import dev.ristretto.image.model.ImageReport;
import dev.ristretto.image.model.MediaTypes;
import dev.ristretto.image.model.OciDescriptor;
import dev.ristretto.image.model.OciManifest;
import dev.ristretto.image.model.StableJson;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The files of an image.
 *
 * @param blobs the contents of most; that of the manifest comes last
 * @param files what else it consists of, as it may be large: the files themselves
 * @param digest of the manifest, the identity of the image
 */
record PackedImage(List<byte[]> blobs, Map<OciDescriptor, Path> files, String digest) {
    static PackedImage of(
            byte[] kernel, byte[] debug, Optional<Path> root, ImageConfiguration configuration, ImageReport report)
            throws IOException {
        byte[] configurationJson = StableJson.write(configuration);
        byte[] reportJson = StableJson.write(report.withDigest(""));
        List<OciDescriptor> layers = new ArrayList<>(List.of(
                OciDescriptor.of(MediaTypes.KERNEL, kernel),
                OciDescriptor.of(MediaTypes.DEBUG, debug),
                OciDescriptor.of(MediaTypes.REPORT, reportJson)));
        Map<OciDescriptor, Path> files = new HashMap<>();
        if (root.isPresent()) {
            OciDescriptor layer = OciDescriptor.of(MediaTypes.ROOT, root.get());
            layers.add(layer);
            files.put(layer, root.get());
        }
        byte[] manifest =
                StableJson.write(OciManifest.of(OciDescriptor.of(MediaTypes.CONFIGURATION, configurationJson), layers));
        return new PackedImage(
                List.of(configurationJson, kernel, debug, reportJson, manifest), files, Digest.of(manifest));
    }
}
