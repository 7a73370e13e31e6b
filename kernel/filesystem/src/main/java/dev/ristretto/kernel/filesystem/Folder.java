package dev.ristretto.kernel.filesystem;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link Directory} holds from the start, such as a part of the class path that lies in the image. It is asked
 * for only when the directory is first looked into, and never changes; what programs write lies above it, in memory.
 */
public interface Folder {
    /** The names in it, each once, in any order. */
    List<String> names();

    /** The folder of that name, null if it is a file. */
    @Nullable
    Folder folder(String name);

    /** The content of the file of that name, which nobody may change. */
    byte[] content(String name);

    /** When its contents last changed: nanoseconds since 1970-01-01T00:00:00Z. */
    long modified();
}
