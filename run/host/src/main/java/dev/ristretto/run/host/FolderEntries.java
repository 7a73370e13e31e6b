package dev.ristretto.run.host;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What is in folders. */
public final class FolderEntries {

    private FolderEntries() {}

    /** The entries of a folder, in no order. */
    public static List<Path> of(Path folder) throws IOException {
        return of(folder, "*");
    }

    /**
     * Those of a pattern.
     *
     * @param pattern as of {@link Files#newDirectoryStream(Path, String)}
     * @throws IOException also where Java throws an unchecked exception: while the entries are read
     */
    public static List<Path> of(Path folder, String pattern) throws IOException {
        List<Path> entries = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder, pattern)) {
            stream.forEach(entries::add);
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return entries;
    }
}
