package dev.ristretto.run.volume;

import java.nio.file.Path;
import java.time.Instant;

/**
 * A volume of a store.
 *
 * @param name what users call it
 * @param disk the file that is its disk: a raw ext4 file system
 * @param size bytes of the disk; the file has holes, and takes less of this computer's disk
 * @param created when it was made, imported, or taken as a snapshot
 */
public record StoredVolume(String name, Path disk, long size, Instant created) {}
