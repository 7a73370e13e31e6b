package dev.ristretto.run.vmm;

import dev.ristretto.abi.VolumePlace;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A folder of this host that an instance sees, and changes unless its place is read-only.
 *
 * @param folder absolute
 * @param place where the instance finds it
 */
public record FolderMount(Path folder, VolumePlace place) {
    private static final String HOME = "~";

    /**
     * The folder that a binding names.
     *
     * @param working what a relative path is relative to
     * @param home what {@code ~} stands for
     * @throws HypervisorException if there is none that this user may use so
     */
    static FolderMount of(VolumeBinding binding, Path working, Path home) {
        String name = binding.volume();
        Path folder = (name.equals(HOME) || name.startsWith(HOME + "/")
                        ? Path.of(home + name.substring(HOME.length()))
                        : working.resolve(name))
                .toAbsolutePath()
                .normalize();
        if (!Files.exists(folder)) {
            throw new HypervisorException("There is no folder " + folder + " for " + binding.path()
                    + "\nMake it, or name a volume: a name without . / or ~ in front is one");
        }
        if (!Files.isDirectory(folder)) {
            throw new HypervisorException(folder + " is no folder, and " + binding.path()
                    + " can be one alone\nName the folder that it is in");
        }
        if (folder.getNameCount() == 0) {
            throw new HypervisorException(
                    "All of this computer is no folder for " + binding.path() + "\nName a folder in it");
        }
        if (!Files.isReadable(folder) || !Files.isExecutable(folder)) {
            throw new HypervisorException("You may not read " + folder + "\nAllow it with chmod u+rx, or as its owner");
        }
        if (!binding.readOnly() && !Files.isWritable(folder)) {
            throw new HypervisorException("You may not write to " + folder + "\nLet the instance read it alone: " + name
                    + ":" + binding.path() + ":ro");
        }
        return new FolderMount(folder, binding.place());
    }
}
