package dev.ristretto.build.root;

import dev.ristretto.build.BuildException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Files of this host that an image is to have.
 *
 * @param source a file or a folder
 * @param target where the image has it, absolute; what is in a folder comes to be in the folder of that name
 * @param followed whether what a link leads to is added, if the source is one, rather than the link
 */
public record AddedFiles(Path source, String target, boolean followed) {
    /** The instance's own: what an image had there nobody would see. */
    private static final List<String> KERNEL = List.of("/dev", "/proc");

    /** Files as users name them, who mean what a link leads to. */
    public AddedFiles(Path source, String target) {
        this(source, target, true);
    }

    /** Whether a text is one of the form {@code SOURCE:TARGET}. */
    public static boolean isValid(String text) {
        int colon = text.lastIndexOf(':');
        String target = text.substring(colon + 1);
        return colon > 0 && (target.equals("/") || ImagePath.isValid(withoutSlash(target)));
    }

    /**
     * Reads {@code SOURCE:TARGET}. A file whose target ends with a slash keeps its name.
     *
     * @throws BuildException if there is no such file, or an image cannot have it there
     */
    public static AddedFiles parse(String text) {
        int colon = text.lastIndexOf(':');
        Path source = Path.of(text.substring(0, colon));
        String target = text.substring(colon + 1);
        if (!Files.exists(source)) {
            throw new BuildException("Cannot add " + source + " to the image: there is no such file or folder.");
        }
        boolean folder = Files.isDirectory(source);
        if (!folder && !Files.isRegularFile(source)) {
            throw new BuildException("Cannot add " + source + " to the image: it is neither a file nor a folder.");
        }
        String path = withoutSlash(target);
        if (!folder && target.endsWith("/")) {
            path += "/" + source.toAbsolutePath().normalize().getFileName();
        }
        for (String own : KERNEL) {
            if (path.equals(own) || path.startsWith(own + "/")) {
                throw new BuildException("Cannot add files at " + target + ": what is in " + own
                        + " is the kernel's. Name another path.");
            }
        }
        return new AddedFiles(source, path);
    }

    private static String withoutSlash(String target) {
        return target.endsWith("/") ? target.substring(0, target.length() - 1) : target;
    }
}
