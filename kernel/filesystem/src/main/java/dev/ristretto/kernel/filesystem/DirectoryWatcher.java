package dev.ristretto.kernel.filesystem;

/**
 * Is told what happens to the files that a directory names, in the order in which it happens, by the thread that does
 * it and before its operation ends. It must neither wait nor use the file system nor its watches.
 */
public interface DirectoryWatcher {
    /**
     * Something happened to a file.
     *
     * @param name under which the directory has the file, or had it until now
     * @param file the file itself
     * @param move the same number, greater than 0, for both sides of a change of names; else 0
     */
    void changed(FileChange change, String name, Inode file, int move);

    /** The directory is gone; there is nothing to tell any more. */
    void gone();
}
