package dev.ristretto.abi;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * How the files of an instance are to be, apart from its volumes: the tokens {@link CommandLine#READ_ONLY_ROOT} and
 * {@link CommandLine#TEMPORARY}.
 *
 * @param readOnly whether nothing can be changed but in volumes and temporary files
 * @param temporary where there are file systems in memory
 */
public record RootOptions(boolean readOnly, List<TemporaryPlace> temporary) {
    /** As it is where nothing is said. */
    public static final RootOptions USUAL = new RootOptions(false, List.of());

    /** How many file systems in memory an instance can have. */
    public static final int MOST_TEMPORARY = 16;

    /**
     * Checks that there can be such files.
     *
     * @throws IllegalArgumentException if there are too many file systems, or two at one path
     */
    public RootOptions {
        temporary = List.copyOf(temporary);
        if (temporary.size() > MOST_TEMPORARY) {
            throw new IllegalArgumentException("An instance has temporary files in at most " + MOST_TEMPORARY
                    + " places, not " + temporary.size());
        }
        Set<String> paths = new HashSet<>();
        for (TemporaryPlace place : temporary) {
            if (!paths.add(place.path())) {
                throw new IllegalArgumentException("Temporary files are to be at " + place.path() + " twice");
            }
        }
    }

    /**
     * What a command line says.
     *
     * @throws IllegalArgumentException if that cannot be
     */
    public static RootOptions of(String commandLine) {
        if (!commandLine.contains(CommandLine.READ_ONLY_ROOT) && !commandLine.contains(CommandLine.TEMPORARY)) {
            // As for almost all instances, which are not to look at each token for it.
            return USUAL;
        }
        byte[] line = commandLine.getBytes(StandardCharsets.UTF_8);
        return new RootOptions(
                StartParameters.values(line, CommandLine.READ_ONLY_ROOT).stream()
                        .anyMatch(rest -> rest.length == 0),
                StartParameters.values(line, CommandLine.TEMPORARY).stream()
                        .map(value -> TemporaryPlace.parse(new String(value, StandardCharsets.UTF_8)))
                        .toList());
    }

    /** Bytes of all temporary files whose size is said. */
    public long temporaryBytes() {
        long sum = 0;
        for (TemporaryPlace place : temporary) {
            sum = place.bytes() > Long.MAX_VALUE - sum ? Long.MAX_VALUE : sum + place.bytes();
        }
        return sum;
    }

    /** The tokens, with a space behind each. */
    public String tokens() {
        StringBuilder line = new StringBuilder();
        if (readOnly) {
            line.append(CommandLine.READ_ONLY_ROOT).append(' ');
        }
        temporary.forEach(place -> line.append(CommandLine.TEMPORARY)
                .append(CommandLine.encode(place.text()))
                .append(' '));
        return line.toString();
    }
}
