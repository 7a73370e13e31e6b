package dev.ristretto.kernel.filesystem;

/**
 * What statfs(2) tells of a volume.
 *
 * @param type its type, as mount(8) names it
 * @param blockSize bytes of a block
 * @param blocks how many blocks there are
 * @param free how many of them are free
 * @param files how many files there can be, 0 if that has no limit of its own
 * @param freeFiles how many more there can be, 0 if that has no limit of its own
 * @param longestName bytes of the longest name
 */
public record VolumeStatus(
        String type, long blockSize, long blocks, long free, long files, long freeFiles, int longestName) {}
