package dev.ristretto.run.vmm.confine;

import dev.ristretto.abi.linux.CallArguments;
import dev.ristretto.abi.linux.SystemCalls;
import java.nio.file.Path;
import java.util.List;

/**
 * A file that an image finds open, the first as descriptor 3. It is locked (fcntl(2), open file description locks) for
 * as long as the image runs: for itself alone, or against those who write if it only reads.
 *
 * @param file where it is
 * @param readOnly whether it cannot be written to
 */
public record Disk(Path file, boolean readOnly) {
    private static final int READ_WRITE = 2;

    /** Has a script open some, one after the other. */
    static void open(LaunchScript script, List<Disk> disks) {
        for (int i = 0; i < disks.size(); i++) {
            Disk disk = disks.get(i);
            long path = script.text(disk.file);
            script.call(disk.file + " to be opened", SystemCalls.OPEN, path, disk.readOnly ? 0 : READ_WRITE);
            long whole = script.words(disk.readOnly ? CallArguments.READ_LOCK : CallArguments.WRITE_LOCK, 0, 0, 0);
            script.call(
                    disk.file + " to be locked: it is in use",
                    SystemCalls.FCNTL,
                    LaunchScript.FREE + i,
                    CallArguments.SET_LOCK,
                    whole);
        }
    }
}
