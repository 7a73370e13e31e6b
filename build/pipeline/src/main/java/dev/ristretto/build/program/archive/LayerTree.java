package dev.ristretto.build.program.archive;

import dev.ristretto.build.BuildException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The root that layers make, one after the other (OCI image layer specification 1.1). It is in memory, so that nothing
 * a layer says can reach a file of this host. Not thread-safe.
 */
final class LayerTree {
    private static final String WHITEOUT = ".wh.";
    private static final String OPAQUE = ".wh..wh..opq";
    private static final String OF_OTHERS = ".wh..wh.";
    private static final int MOST_LINKS = 40;
    private static final int MOST_FILES = 1_000_000;

    private enum Way {
        /** As Linux goes it, where nothing is above the root. */
        OF_PROGRAM,
        OF_LAYER,
        /** As a layer, with folders in the place of what is not there. */
        MADE
    }

    private final LayerNode root = LayerNode.implied(0);
    private int layer;
    private int files;

    LayerNode root() {
        return root;
    }

    /** What comes from now on is of the next layer. */
    int nextLayer() {
        return ++layer;
    }

    /**
     * Whether a name stands for something that the layers below lose, which is done then.
     *
     * @param names of a file of the layer
     */
    boolean isWhiteout(List<String> names) {
        if (names.isEmpty() || !names.getLast().startsWith(WHITEOUT)) {
            return false;
        }
        String name = names.getLast();
        if (name.startsWith(OF_OTHERS) && !name.equals(OPAQUE)) {
            return true;
        }
        LayerNode folder = walk(names.subList(0, names.size() - 1), Way.OF_LAYER);
        if (folder == null || folder.entries == null) {
            return true;
        }
        if (name.equals(OPAQUE)) {
            prune(folder);
            return true;
        }
        String hidden = name.substring(WHITEOUT.length());
        if (hidden.isEmpty() || hidden.equals(".") || hidden.equals("..")) {
            throw refused(names, "it hides nothing that there can be");
        }
        LayerNode found = folder.entries.get(hidden);
        if (found != null && isLost(found)) {
            folder.entries.remove(hidden);
        }
        return true;
    }

    /** Takes away what lower layers have left in a folder; what this layer has put there, before or after, stays. */
    private void prune(LayerNode folder) {
        if (folder.entries == null) {
            return;
        }
        Iterator<LayerNode> inside = folder.entries.values().iterator();
        while (inside.hasNext()) {
            if (isLost(inside.next())) {
                inside.remove();
            }
        }
    }

    private boolean isLost(LayerNode node) {
        prune(node);
        return node.layer < layer && (node.entries == null || node.entries.isEmpty());
    }

    /** Puts a file, a link or a folder in the place of what is there; a folder joins one that is. */
    void put(List<String> names, LayerNode node) {
        if (++files > MOST_FILES) {
            throw new BuildException("The layers hold more than " + MOST_FILES
                    + " files, which is the limit. Save an image with less in it.");
        }
        if (names.isEmpty()) {
            if (node.entries == null) {
                throw new BuildException(
                        "A layer says that the root is no folder. Whatever has made it, do not use it.");
            }
            root.properties = node.properties;
            return;
        }
        TreeMap<String, LayerNode> above = folderOf(names);
        LayerNode existing = above.get(names.getLast());
        if (node.entries != null && existing != null && existing.entries != null) {
            existing.properties = node.properties;
            existing.layer = layer;
        } else {
            above.put(names.getLast(), node);
        }
    }

    /** Gives a file another name. */
    void link(List<String> names, List<String> target) {
        LayerNode found = target.isEmpty() ? null : walk(target.subList(0, target.size() - 1), Way.OF_LAYER);
        LayerNode file = found == null || found.entries == null ? null : found.entries.get(target.getLast());
        if (file == null || file.entries != null) {
            throw refused(names, "it is a hard link to " + String.join("/", target) + ", which is no file before it");
        }
        if (names.isEmpty()) {
            throw refused(names, "the root is no link");
        }
        // The link is of this layer, and so is what both names have from now on.
        file.layer = layer;
        put(names, file);
    }

    /** A file as a program finds it that runs in the image, links followed. */
    Optional<LayerNode> find(String path) {
        return Optional.ofNullable(walk(List.of(path.split("/")), Way.OF_PROGRAM));
    }

    /** Makes a folder if there is none. */
    void requireFolder(String path) {
        LayerNode found = walk(List.of(path.split("/")), Way.MADE);
        if (found == null || found.entries == null) {
            throw new BuildException(
                    "The image's working directory " + ArchiveNames.shown(path) + " is no folder in it.");
        }
    }

    private TreeMap<String, LayerNode> folderOf(List<String> names) {
        LayerNode folder = walk(names.subList(0, names.size() - 1), Way.MADE);
        if (folder == null || folder.entries == null) {
            throw refused(names, "it lies below what is no folder");
        }
        return folder.entries;
    }

    /**
     * Goes a way, through links.
     *
     * @return what is at the end, or null if nothing is or something on the way is no folder
     */
    private @Nullable LayerNode walk(List<String> names, Way kind) {
        Deque<String> left = new ArrayDeque<>(names);
        Deque<LayerNode> way = new ArrayDeque<>(List.of(root));
        int links = 0;
        while (!left.isEmpty()) {
            String name = left.remove();
            if (name.isEmpty() || name.equals(".")) {
                continue;
            }
            if (name.equals("..")) {
                if (way.size() > 1) {
                    way.pop();
                } else if (kind != Way.OF_PROGRAM) {
                    throw refused(names, "a link on the way to it leads out of the image");
                }
                continue;
            }
            LayerNode here = way.element();
            if (here.entries == null) {
                return null;
            }
            LayerNode next = here.entries.get(name);
            if (next == null && kind == Way.MADE) {
                next = LayerNode.implied(layer);
                here.entries.put(name, next);
            }
            if (next == null) {
                return null;
            }
            if (next.link == null) {
                way.push(next);
                continue;
            }
            if (++links > MOST_LINKS) {
                throw refused(names, "too many links are on the way to it");
            }
            Arrays.asList(next.link.split("/")).reversed().forEach(left::addFirst);
            if (next.link.startsWith("/")) {
                way.clear();
                way.push(root);
            }
        }
        return way.element();
    }

    private static BuildException refused(List<String> names, String why) {
        return new BuildException("A layer holds /" + ArchiveNames.shown(String.join("/", names))
                + ", which is refused: " + ArchiveNames.shown(why) + ". Whatever has made it, do not use it.");
    }
}
