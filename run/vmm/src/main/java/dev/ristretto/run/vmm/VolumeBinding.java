package dev.ristretto.run.vmm;

import dev.ristretto.abi.CommandLine;
import dev.ristretto.abi.VolumePlace;
import java.nio.file.Path;
import java.util.List;

/**
 * Which volume an instance finds where, as it is written: {@code NAME:PATH} or {@code NAME:PATH:ro}. A name that begins
 * with {@code .}, {@code /} or {@code ~} is the path of a folder of this host instead, as with container engines.
 *
 * @param volume its name, or that path
 * @param place where the instance finds it
 */
public record VolumeBinding(String volume, VolumePlace place) {
    private static final String FORM = " is no NAME:PATH or NAME:PATH:ro, for example data:/var/lib/app"
            + " for a volume or ./conf:/etc/app:ro for a folder";

    private static final String BEGINNINGS_OF_PATHS = "./~";

    /**
     * Reads one.
     *
     * @throws IllegalArgumentException if it is not well-formed
     */
    public static VolumeBinding parse(String text) {
        int colon = text.indexOf(':');
        VolumePlace place = VolumePlace.parse(text.substring(colon + 1));
        if (colon <= 0 || place.path().length() < 2 || !place.path().startsWith("/")) {
            throw new IllegalArgumentException("'" + text + "'" + FORM);
        }
        return new VolumeBinding(text.substring(0, colon), place);
    }

    /**
     * Checks that an image can be given some.
     *
     * @param image its name, for messages
     * @param places where it keeps what lasts
     * @throws HypervisorException if they are too many, there is a path where it does not, or a volume or path comes
     *     twice
     */
    public static void check(String image, List<String> places, List<VolumeBinding> bindings) {
        if (bindings.size() > CommandLine.MOST_VOLUMES) {
            throw new HypervisorException(
                    "An instance has at most " + CommandLine.MOST_VOLUMES + " volumes, not " + bindings.size());
        }
        for (VolumeBinding binding : bindings) {
            String path = binding.path();
            if (!places.contains(path)) {
                throw new HypervisorException((places.isEmpty()
                                ? "The image " + image + " was built without volumes"
                                : "The image " + image + " has no volume at " + path + ", only at "
                                        + String.join(", ", places))
                        + "\nBuild it with --volume " + path);
            }
            if (bindings.stream().filter(other -> other.path().equals(path)).count() > 1) {
                throw new HypervisorException("Two volumes are to be at " + path + ", and one can be\nLeave one out");
            }
            if (!binding.isFolder()
                    && bindings.stream()
                                    .filter(other -> other.volume.equals(binding.volume))
                                    .count()
                            > 1) {
                throw new HypervisorException(
                        "Volume " + binding.volume + " is named twice, and it can be in one place\nLeave one out");
            }
        }
    }

    /** Whether it is a folder of this host instead of a volume. */
    public boolean isFolder() {
        return BEGINNINGS_OF_PATHS.indexOf(volume.charAt(0)) >= 0;
    }

    /** The path at which the instance finds it. */
    public String path() {
        return place.path();
    }

    /** Whether the instance can change nothing in it. */
    public boolean readOnly() {
        return place.readOnly();
    }

    /** The same with the volume found. */
    public VolumeMount on(Path disk) {
        return new VolumeMount(disk, place);
    }

    /**
     * The same with the folder found.
     *
     * @param working what a relative path is relative to
     * @param home what {@code ~} stands for
     * @throws HypervisorException if there is none that this user may use so
     */
    public FolderMount onFolder(Path working, Path home) {
        return FolderMount.of(this, working, home);
    }

    /** As it is written. */
    @Override
    public String toString() {
        return volume + ":" + place.text();
    }
}
