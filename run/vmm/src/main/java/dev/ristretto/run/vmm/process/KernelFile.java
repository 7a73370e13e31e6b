package dev.ristretto.run.vmm.process;

import dev.ristretto.run.vmm.HypervisorException;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the header of a bootable file says about running it as a process. */
public final class KernelFile {

    /** Offset of {@code e_entry} in an ELF64 header (System V gABI chapter 4). */
    private static final int ENTRY = 24;

    /** What Linux can jump to is linked here; before, images had their 32-bit entry in the header. */
    private static final long IMAGE = 0x1000_0000_0000L;

    private KernelFile() {}

    /** Whether Linux can execute the file. */
    public static boolean canBeProcess(Path kernel) {
        try (DataInputStream header = new DataInputStream(Files.newInputStream(kernel))) {
            header.skipNBytes(ENTRY);
            return Long.reverseBytes(header.readLong()) > IMAGE;
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Makes a file executable; a copy may have lost its permission.
     *
     * @throws HypervisorException if Linux cannot execute it
     */
    static void prepare(Path kernel) {
        if (!canBeProcess(kernel)) {
            throw new HypervisorException(
                    "this image cannot run as a process: it was built by an older ristretto\nBuild it again");
        }
        if (!Files.isExecutable(kernel) && !kernel.toFile().setExecutable(true, false)) {
            throw new HypervisorException(kernel + " is not executable\nMake it so with: chmod +x " + kernel);
        }
    }
}
