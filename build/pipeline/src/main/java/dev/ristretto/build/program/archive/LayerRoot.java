package dev.ristretto.build.program.archive;

import dev.ristretto.build.root.PreparedFile;
import dev.ristretto.image.model.ImageReport.FileShare;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What all layers together leave, ready to be packed. */
final class LayerRoot {
    /** The kernel's own: what an image had there nobody would see. */
    static final Set<String> KERNEL = Set.of("dev", "proc", "sys");

    /** Where the kernel mounts something, also in a root that cannot be changed. */
    private static final Set<String> MOUNTED = Set.of("proc", "sys");

    /** Every instance has its own, as every container has. */
    private static final Set<String> OF_INSTANCES = Set.of("hosts", "hostname", "resolv.conf");

    private static final int LONGEST_REASON = 60;

    private final Path data;
    private final Map<LayerNode, PreparedFile> known = new IdentityHashMap<>();
    private final Map<Integer, Share> shares = new TreeMap<>();
    private final PreparedFile.Folder folder;

    private record Share(int files, long bytes) {
        Share and(Share other) {
            return new Share(files + other.files, bytes + other.bytes);
        }
    }

    private LayerRoot(LayerTree tree, Path data) {
        this.data = data;
        TreeMap<String, LayerNode> entries = new TreeMap<>();
        if (tree.root().entries != null) {
            entries.putAll(tree.root().entries);
        }
        entries.keySet().removeAll(KERNEL);
        MOUNTED.forEach(name -> entries.put(name, LayerNode.implied(0)));
        LayerNode etc = entries.get("etc");
        if (etc != null && etc.entries != null) {
            etc.entries.keySet().removeAll(OF_INSTANCES);
        }
        folder = folder(tree.root().properties, entries);
    }

    /** @param data the file with the contents of all files */
    static LayerRoot of(LayerTree tree, Path data) {
        return new LayerRoot(tree, data);
    }

    PreparedFile.Folder folder() {
        return folder;
    }

    /**
     * How much of it each layer has brought.
     *
     * @param origins of the layers, lowest first
     * @param history what has made each, if all of that is known
     */
    List<FileShare> shares(List<String> origins, List<String> history) {
        List<FileShare> all = new ArrayList<>();
        shares.forEach((layer, share) -> {
            // What the build itself had to make is of the last one, or of none.
            int at = Math.clamp(layer - 1L, 0, Math.max(0, origins.size() - 1));
            String made = history.size() == origins.size() && !history.isEmpty() ? command(history.get(at)) : "";
            all.add(new FileShare(
                    "/",
                    share.files(),
                    share.bytes(),
                    origins.isEmpty() ? "" : origins.get(at),
                    "layer " + (at + 1) + (made.isEmpty() ? "" : ": " + made)));
        });
        return all;
    }

    /** The line of a Dockerfile, as far as it can be told, and not all of it. */
    private static String command(String createdBy) {
        String line = createdBy
                .replaceFirst("^/bin/sh -c #\\(nop\\)\\s*", "")
                .replaceFirst("^(RUN )?/bin/sh -c ", "RUN ")
                .replaceFirst("\\s*# buildkit$", "")
                .replaceAll("[\\s\\p{Cntrl}]+", " ")
                .strip();
        return line.length() > LONGEST_REASON ? line.substring(0, LONGEST_REASON) + "..." : line;
    }

    private PreparedFile.Folder folder(PreparedFile.Properties properties, Map<String, LayerNode> entries) {
        Map<String, PreparedFile> files = new TreeMap<>();
        entries.forEach((name, node) -> files.put(name, file(node)));
        return new PreparedFile.Folder(properties, files);
    }

    private PreparedFile file(LayerNode node) {
        PreparedFile present = known.get(node);
        if (present == null) {
            present = prepared(node);
            known.put(node, present);
        }
        return present;
    }

    private PreparedFile prepared(LayerNode node) {
        if (node.entries != null) {
            return folder(node.properties, node.entries);
        }
        shares.merge(node.layer, new Share(1, node.size), Share::and);
        return node.link != null
                ? new PreparedFile.Link(node.properties, node.link)
                : new PreparedFile.Contents(node.properties, data, node.offset, node.size);
    }
}
