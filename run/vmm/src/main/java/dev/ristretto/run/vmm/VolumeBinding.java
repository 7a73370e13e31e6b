package dev.ristretto.run.vmm;

import dev.ristretto.abi.CommandLine;
import dev.ristretto.abi.VolumePlace;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/**
 * Which volume an instance finds where, as it is written: {@code NAME:PATH}, {@code NAME:PATH:ro} or
 * {@code NAME:PATH,size=SIZE}. A name that begins with {@code .}, {@code /} or {@code ~} is the path of a folder of
 * this host instead, as with container engines.
 *
 * @param volume its name, or that path
 * @param place where the instance finds it
 * @param size bytes of the volume that is made if there is none of that name; empty if none is to be made
 */
public record VolumeBinding(String volume, VolumePlace place, OptionalLong size) {
    private static final String FORM =
            " is no NAME:PATH, NAME:PATH:ro or NAME:PATH,size=SIZE, for example data:/var/lib/app for a volume or"
                    + " ./conf:/etc/app:ro for a folder";
    private static final String SIZE = ",size=";
    private static final String BEGINNINGS_OF_PATHS = "./~";

    /**
     * Reads one.
     *
     * @throws IllegalArgumentException if it is not well-formed, or if a volume is to be made that nobody can write to
     *     or that is a folder
     */
    public static VolumeBinding parse(String text) {
        int colon = text.indexOf(':');
        int comma = text.indexOf(SIZE, colon + 1);
        int end = comma < 0 ? text.length() : comma;
        VolumePlace place = VolumePlace.parse(text.substring(colon + 1, end));
        if (colon <= 0 || place.path().length() < 2 || !place.path().startsWith("/")) {
            throw new IllegalArgumentException("'" + text + "'" + FORM);
        }
        if (comma >= 0 && place.readOnly()) {
            throw new IllegalArgumentException("'" + text
                    + "' is to be read only, so that no volume is made for it\nLeave :ro or " + SIZE + " out");
        }
        OptionalLong size = comma < 0
                ? OptionalLong.empty()
                : OptionalLong.of(MemorySize.parse(text.substring(comma + SIZE.length())));
        VolumeBinding binding = new VolumeBinding(text.substring(0, colon), place, size);
        if (comma >= 0 && binding.isFolder()) {
            throw new IllegalArgumentException(
                    "'" + text + "' is a folder, which has no size of its own\nLeave " + SIZE + " out");
        }
        return binding;
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

    /**
     * The same, which is a volume: what the daemon keeps has no folders.
     *
     * @throws IllegalArgumentException if it is a folder
     */
    public VolumeBinding requireVolume() {
        if (isFolder()) {
            throw new IllegalArgumentException(volume + " is a folder of a computer, which only what runs in the"
                    + " foreground can see\nUse a volume (ristretto volume create), or run it without -d");
        }
        return this;
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

    /** The same with another volume, which is made with a size if there is none. */
    public VolumeBinding to(String other, long bytes) {
        return new VolumeBinding(other, place, OptionalLong.of(bytes));
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
        return volume + ":" + place.text() + (size.isPresent() ? SIZE + MemorySize.exact(size.getAsLong()) : "");
    }
}
