package dev.ristretto.build.program;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A program of Linux that an image is to run, unmodified. Immutable but for the files.
 *
 * @param kind what it is, for people: {@code Python 3.11.2}
 * @param entrypoint what it is started with: its absolute path in the image, then arguments that it always has
 * @param environment variables that it needs, its working directory among them; the user may set others
 * @param memoryBytes what it takes at least, beside the kernel
 * @param files of the image
 */
public record Program(
        String kind, List<String> entrypoint, Map<String, String> environment, long memoryBytes, ProgramFiles files) {
    /** Copies list and map. */
    public Program {
        entrypoint = List.copyOf(entrypoint);
        environment = Collections.unmodifiableMap(new TreeMap<>(environment));
    }
}
