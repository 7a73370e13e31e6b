package dev.ristretto.kernel.filesystem.ext4.layout;

/** The way from the root of a tree of extents to a leaf: the nodes, and the entry that was taken in each. */
final class ExtentPath {
    private final ExtentNode[] nodes;
    private final int[] entries;

    ExtentPath(int levels) {
        nodes = new ExtentNode[levels];
        entries = new int[levels];
    }

    void set(int level, ExtentNode node, int entry) {
        nodes[level] = node;
        entries[level] = entry;
    }

    int leafLevel() {
        return nodes.length - 1;
    }

    ExtentNode node(int level) {
        return nodes[level];
    }

    int entry(int level) {
        return entries[level];
    }

    ExtentNode leaf() {
        return nodes[leafLevel()];
    }

    /** The entry of the leaf that begins at or before what was looked for; -1 if there is none. */
    int leafEntry() {
        return entries[leafLevel()];
    }

    /** Where the next extent behind the leaf's entry begins, or {@code otherwise} if there is none. */
    long next(long otherwise) {
        for (int level = leafLevel(); level >= 0; level--) {
            if (entries[level] + 1 < nodes[level].count()) {
                return nodes[level].key(entries[level] + 1);
            }
        }
        return otherwise;
    }
}
