package dev.ristretto.build.program.archive;

import dev.ristretto.build.root.PreparedFile;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A file as the layers so far have left it. Several names of one file lead to one node. */
final class LayerNode {
    /** A folder that no layer describes. */
    private static final PreparedFile.Properties IMPLIED = new PreparedFile.Properties(0755, 0, 0, 0);

    final @Nullable TreeMap<String, LayerNode> entries;
    final @Nullable String link;
    final long offset;
    final long size;
    PreparedFile.Properties properties;
    /** The last layer that describes it. */
    int layer;

    private LayerNode(
            PreparedFile.Properties properties,
            int layer,
            @Nullable TreeMap<String, LayerNode> entries,
            @Nullable String link,
            long offset,
            long size) {
        this.properties = properties;
        this.layer = layer;
        this.entries = entries;
        this.link = link;
        this.offset = offset;
        this.size = size;
    }

    static LayerNode folder(PreparedFile.Properties properties, int layer) {
        return new LayerNode(properties, layer, new TreeMap<>(), null, 0, 0);
    }

    static LayerNode implied(int layer) {
        return folder(IMPLIED, layer);
    }

    static LayerNode link(PreparedFile.Properties properties, int layer, String target) {
        return new LayerNode(properties, layer, null, target, 0, 0);
    }

    /** A regular file, whose contents are a part of all layers' contents. */
    static LayerNode file(PreparedFile.Properties properties, int layer, long offset, long size) {
        return new LayerNode(properties, layer, null, null, offset, size);
    }

    boolean isRegular() {
        return entries == null && link == null;
    }
}
