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
 * @param arguments what comes behind, unless others are given
 * @param environment variables that it needs, its working directory among them; the user may set others
 * @param memoryBytes what it takes at least, beside the kernel
 * @param ports that it is known to listen on, {@code 8080/tcp}
 * @param volumes paths of what is known to last
 * @param files of the image
 */
public record Program(
        String kind,
        List<String> entrypoint,
        List<String> arguments,
        Map<String, String> environment,
        long memoryBytes,
        List<String> ports,
        List<String> volumes,
        ProgramFiles files) {
    /** Copies lists and map. */
    public Program {
        entrypoint = List.copyOf(entrypoint);
        arguments = List.copyOf(arguments);
        environment = Collections.unmodifiableMap(new TreeMap<>(environment));
        ports = List.copyOf(ports);
        volumes = List.copyOf(volumes);
    }

    /** One of which only its files tell something. */
    Program(
            String kind,
            List<String> entrypoint,
            Map<String, String> environment,
            long memoryBytes,
            ProgramFiles files) {
        this(kind, entrypoint, List.of(), environment, memoryBytes, List.of(), List.of(), files);
    }
}
