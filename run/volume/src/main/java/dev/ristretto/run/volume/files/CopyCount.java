package dev.ristretto.run.volume.files;

/**
 * What was copied.
 *
 * @param files files with bytes, and symbolic links
 * @param folders the first one included
 * @param bytes of files, without their holes
 * @param skipped how many files cannot be copied, being devices, pipes or sockets
 * @param failed how many files should have been copied and could not be
 */
public record CopyCount(long files, long folders, long bytes, long skipped, long failed) {
    /** Nothing yet. */
    public static final CopyCount NONE = new CopyCount(0, 0, 0, 0, 0);

    /** Together with others. */
    public CopyCount plus(CopyCount other) {
        return new CopyCount(
                files + other.files,
                folders + other.folders,
                bytes + other.bytes,
                skipped + other.skipped,
                failed + other.failed);
    }

    /** In words. */
    @Override
    public String toString() {
        return files + (files == 1 ? " file" : " files") + " and " + folders + (folders == 1 ? " folder" : " folders");
    }
}
