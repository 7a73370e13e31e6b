package dev.ristretto.run.volume;

import java.util.List;

/**
 * What a check of a volume has found.
 *
 * @param files all but directories
 * @param directories the root included
 * @param usedBytes of the file system, its own tables and journal included
 * @param bytes all that the file system has
 * @param faults what cannot be as it is, each in a line; empty if the volume is sound
 */
public record CheckReport(long files, long directories, long usedBytes, long bytes, List<String> faults) {
    /** Copies the list. */
    public CheckReport {
        faults = List.copyOf(faults);
    }

    /** Whether there is no fault. */
    public boolean sound() {
        return faults.isEmpty();
    }
}
