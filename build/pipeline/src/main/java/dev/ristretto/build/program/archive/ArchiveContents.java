package dev.ristretto.build.program.archive;

import dev.ristretto.build.BuildException;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;

/** The files of an archive or a folder that is said to hold an image, by their names. Not thread-safe. */
interface ArchiveContents extends Closeable {
    /** How much may be read into memory: what OCI's distribution specification lets a manifest have, twice. */
    int LARGEST_DOCUMENT = 8 << 20;

    boolean has(String name);

    /**
     * Reads a file.
     *
     * @throws BuildException if it is not there, or no regular file of this archive
     */
    InputStream open(String name) throws IOException;

    /** As the user named it. */
    String shown();

    /**
     * All of a file that describes others.
     *
     * @throws BuildException if it is not there or too large for that
     */
    default byte[] document(String name) throws IOException {
        try (InputStream in = open(name)) {
            byte[] bytes = in.readNBytes(LARGEST_DOCUMENT + 1);
            if (bytes.length > LARGEST_DOCUMENT) {
                throw refused(name + " has more than " + (LARGEST_DOCUMENT >> 20)
                        + " MiB, which no description of an image has");
            }
            return bytes;
        }
    }

    /** Why it is not taken. */
    default BuildException refused(String why) {
        return new BuildException(shown() + ": " + ArchiveNames.shown(why) + ".");
    }
}
