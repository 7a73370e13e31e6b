package dev.ristretto.kernel.filesystem;

/**
 * A file and the mount that it is in.
 *
 * @param inode the file
 * @param mount where it lies
 */
public record Location(Inode inode, Mount mount) {
    /**
     * Tells who watches it that this file was changed. To be called by whoever has done so, after it is done: MODIFIED
     * or ATTRIBUTES. A failure to read the file's name is not told.
     */
    public void changed(FileChange change) {
        mount.watches().changed(change, inode);
    }
}
