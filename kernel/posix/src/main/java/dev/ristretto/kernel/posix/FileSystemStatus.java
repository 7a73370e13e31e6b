package dev.ristretto.kernel.posix;

/**
 * What statvfs(3) tells of a file system.
 *
 * @param type its type, as mount(8) names it
 * @param blockSize bytes of a block
 * @param blocks how many blocks there are
 * @param free how many of them are free
 */
public record FileSystemStatus(String type, long blockSize, long blocks, long free) {}
