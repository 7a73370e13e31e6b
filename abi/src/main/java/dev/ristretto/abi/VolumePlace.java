package dev.ristretto.abi;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where an instance finds a volume or a folder of the host: a token {@link CommandLine#VOLUME} or
 * {@link CommandLine#FOLDER}.
 *
 * @param path absolute
 * @param readOnly whether nothing in it is to be changed
 */
public record VolumePlace(String path, boolean readOnly) {
    /** The property by which a build says that its image can have volumes. */
    public static final String SUPPORT_PROPERTY = "ristretto.volumes";

    /** The property by which a build says that its image has files of its own. */
    public static final String ROOT_PROPERTY = "ristretto.root";

    /** Where the files of the image itself are: not a volume, but on a disk as these are, the first. */
    public static final VolumePlace ROOT = new VolumePlace("/", true);

    /** As {@link #text} writes it. */
    public static VolumePlace parse(String text) {
        boolean readOnly = text.endsWith(CommandLine.READ_ONLY);
        int end = text.length() - (readOnly ? CommandLine.READ_ONLY.length() : 0);
        return new VolumePlace(text.substring(0, end), readOnly);
    }

    /**
     * Those that a command line names, in its order.
     *
     * @param token of which of both
     */
    public static List<VolumePlace> allOf(String commandLine, String token) {
        byte[] line = commandLine.getBytes(StandardCharsets.UTF_8);
        return StartParameters.values(line, token).stream()
                .map(value -> parse(new String(value, StandardCharsets.UTF_8)))
                .toList();
    }

    /** A token for each of some, with a space behind it. */
    public static String tokens(String token, Stream<VolumePlace> places) {
        StringBuilder line = new StringBuilder();
        places.forEach(place ->
                line.append(token).append(CommandLine.encode(place.text())).append(' '));
        return line.toString();
    }

    /** The path, with {@link CommandLine#READ_ONLY} behind it where that holds. */
    public String text() {
        return readOnly ? path + CommandLine.READ_ONLY : path;
    }
}
