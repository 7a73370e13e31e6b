package dev.ristretto.kernel.filesystem;

import org.jspecify.annotations.Nullable;

/** What a rename may do (IEEE 1003.1-2024, rename): the same for every format. */
public final class RenameRules {
    /** A deeper chain of parents is a circle: no path is that long. */
    private static final int DEEPEST = 1 << 16;

    private RenameRules() {}

    /**
     * Checks a rename of {@code moved} into {@code target}, over {@code replaced} if that is not null.
     *
     * @return whether anything is to be done: two names of one file stay as they are
     * @throws FileFault EXISTS if something would be replaced that must not; INVALID if a directory would come into
     *     itself; IS_A_DIRECTORY, NOT_A_DIRECTORY and NOT_EMPTY if the kinds do not fit
     */
    public static boolean check(
            Inode moved, Directory target, @Nullable Inode replaced, boolean mayReplace, String newName)
            throws FileFault {
        if (replaced != null && !mayReplace) {
            throw new FileFault(FileFault.Reason.EXISTS, newName);
        }
        if (moved == replaced) {
            return false;
        }
        if (moved instanceof Directory && isWithin(target, moved)) {
            throw new FileFault(FileFault.Reason.INVALID, newName);
        }
        if (replaced instanceof Directory directory) {
            if (!(moved instanceof Directory)) {
                throw new FileFault(FileFault.Reason.IS_A_DIRECTORY, newName);
            }
            if (!directory.names().isEmpty()) {
                throw new FileFault(FileFault.Reason.NOT_EMPTY, newName);
            }
        } else if (replaced != null && moved instanceof Directory) {
            throw new FileFault(FileFault.Reason.NOT_A_DIRECTORY, newName);
        }
        return true;
    }

    /** Whether {@code directory} is {@code other} or below it. */
    private static boolean isWithin(Directory directory, Inode other) throws FileFault {
        Directory at = directory;
        for (int depth = 0; depth < DEEPEST; depth++) {
            if (at == other) {
                return true;
            }
            Directory parent = at.parent();
            if (parent == at) {
                return false;
            }
            at = parent;
        }
        throw new FileFault(FileFault.Reason.CORRUPT, "directory " + directory.number() + " is its own parent");
    }
}
