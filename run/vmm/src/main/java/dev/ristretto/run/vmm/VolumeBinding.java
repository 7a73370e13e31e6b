package dev.ristretto.run.volume;

import java.util.List;

/**
 * Which volume an instance finds where, as it is written: {@code NAME:PATH} or {@code NAME:PATH:ro}.
 *
 * @param volume its name
 * @param path absolute
 * @param readOnly whether the instance can change nothing in it
 */
public record VolumeBinding(String volume, String path, boolean readOnly) {
    private static final String READ_ONLY = ":ro";
    private static final String FORM = " is no NAME:PATH or NAME:PATH:ro, for example data:/var/lib/app";

    /**
     * Reads one.
     *
     * @throws IllegalArgumentException if it is not well-formed
     */
    public static VolumeBinding parse(String text) {
        int colon = text.indexOf(':');
        boolean readOnly = text.endsWith(READ_ONLY);
        int end = text.length() - (readOnly ? READ_ONLY.length() : 0);
        if (colon <= 0 || end <= colon + 2 || text.charAt(colon + 1) != '/') {
            throw new IllegalArgumentException("'" + text + "'" + FORM);
        }
        return new VolumeBinding(text.substring(0, colon), text.substring(colon + 1, end), readOnly);
    }

    /**
     * Checks that an image can be given some.
     *
     * @param image its name, for messages
     * @param places where it keeps what lasts
     * @throws VolumeException if there is a path where it does not, or a volume or path comes twice
     */
    public static void check(String image, List<String> places, List<VolumeBinding> bindings) {
        for (VolumeBinding binding : bindings) {
            if (!places.contains(binding.path)) {
                throw new VolumeException(
                        places.isEmpty()
                                ? "The image " + image + " was built without volumes\nBuild it with --volume "
                                        + binding.path
                                : "The image " + image + " has no volume at " + binding.path + ", only at "
                                        + String.join(", ", places) + "\nBuild it with --volume " + binding.path);
            }
            if (bindings.stream()
                            .filter(other -> other.path.equals(binding.path))
                            .count()
                    > 1) {
                throw new VolumeException(
                        "Two volumes are to be at " + binding.path + ", and one can be\nLeave one out");
            }
            if (bindings.stream()
                            .filter(other -> other.volume.equals(binding.volume))
                            .count()
                    > 1) {
                throw new VolumeException(
                        "Volume " + binding.volume + " is named twice, and it can be in one place\nLeave one out");
            }
        }
    }

    /** As it is written. */
    @Override
    public String toString() {
        return volume + ":" + path + (readOnly ? READ_ONLY : "");
    }
}
