package dev.ristretto.run.volume.files;

import java.io.IOException;

/** What has files that can be looked at without anything being started. */
public interface FileSource {
    /** What is done with files while they can be read. */
    @FunctionalInterface
    interface Reading<T> {
        /**
         * Does it.
         *
         * @throws IOException if something of it fails, with a message for people
         */
        T run(FileTree files) throws IOException;
    }

    /**
     * Does something with the files, none of which changes meanwhile.
     *
     * @param complaint what to say has failed if it does, such as {@code data:/x cannot be listed}
     * @throws RuntimeException of the kind that whoever keeps the files has, if they cannot be read or the work fails
     */
    <T> T read(String complaint, Reading<T> work);
}
