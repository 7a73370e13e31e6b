package dev.ristretto.kernel.filesystem;

/**
 * A file and the mount that it is in.
 *
 * @param inode the file
 * @param mount where it lies
 */
public record Location(Inode inode, Mount mount) {}
