package dev.ristretto.build.metadata.inference;

import dev.ristretto.build.application.ClassPathEntry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * What the files of an entry of the class path say of it as a whole.
 *
 * @param path where it is
 * @param holdsLibraries whether it is a jar that was put together from several, which leave their Maven coordinates
 * @param forSpring whether Spring's processor knows what is done to its classes
 * @param told whether it says itself which of its classes are used by reflection; which resources it needs says nothing
 *     of that
 */
record EntryTraits(Path path, boolean holdsLibraries, boolean forSpring, boolean told) {
    private static final Pattern COORDINATES = Pattern.compile("META-INF/maven/[^/]+/[^/]+/pom\\.properties");
    private static final Pattern SPRING = Pattern.compile("META-INF/spring/aot\\.factories");
    private static final Pattern METADATA =
            Pattern.compile("META-INF/native-image/.*(reachability-metadata|reflect-config)\\.json");

    /** What a registration begins with: a file without one says nothing. */
    private static final Pattern REGISTRATION = Pattern.compile("\"(name|type)\"");

    private static final int MOST_METADATA_BYTES = 1 << 20;

    /** @throws dev.ristretto.build.BuildException if the entry cannot be read */
    static EntryTraits of(Path path) {
        int[] artifacts = new int[1];
        boolean[] spring = new boolean[1];
        boolean[] registers = new boolean[1];
        new ClassPathEntry(path).resources((name, content) -> {
            if (COORDINATES.matcher(name).matches()) {
                artifacts[0]++;
            } else if (SPRING.matcher(name).matches()) {
                spring[0] = true;
            } else if (METADATA.matcher(name).matches()) {
                String start = new String(content.readNBytes(MOST_METADATA_BYTES), StandardCharsets.UTF_8);
                registers[0] |= REGISTRATION.matcher(start).find();
            }
        });
        boolean holdsLibraries = artifacts[0] > 1;
        return new EntryTraits(path, holdsLibraries, spring[0], (spring[0] || registers[0]) && !holdsLibraries);
    }
}
