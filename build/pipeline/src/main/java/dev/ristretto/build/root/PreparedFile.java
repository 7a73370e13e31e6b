package dev.ristretto.build.root;

import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * A file for an image that does not lie on this host as it is to be there. One that stands in several places is one
 * file with several names. Immutable.
 */
public sealed interface PreparedFile {
    /** What all kinds of files have. */
    Properties properties();

    /**
     * What all kinds of files have.
     *
     * @param permissions with those for programs that run as their owner, and so on
     * @param user number of the owner
     * @param group number of the group
     * @param modified in nanoseconds since 1970
     */
    record Properties(int permissions, int user, int group, long modified) {}

    /**
     * A folder.
     *
     * @param entries by name
     */
    record Folder(Properties properties, Map<String, PreparedFile> entries) implements PreparedFile {
        /** Copies the map. */
        public Folder {
            entries = Collections.unmodifiableMap(new TreeMap<>(entries));
        }
    }

    /**
     * A regular file.
     *
     * @param file of this host, which stays until the image is packed
     * @param offset where in it the contents begin, in bytes
     * @param size how many bytes there are
     */
    record Contents(Properties properties, Path file, long offset, long size) implements PreparedFile {}

    /**
     * A symbolic link.
     *
     * @param target where it leads inside the image
     */
    record Link(Properties properties, String target) implements PreparedFile {}
}
