package dev.ristretto.run.vmm;

import dev.ristretto.abi.AddressBases;
import dev.ristretto.abi.BootNote;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;

/** What the headers of a bootable file say about running it. */
public final class KernelFile {

    /** Offset of {@code e_entry} in an ELF64 header (System V gABI chapter 4). */
    private static final int ENTRY = 24;

    private KernelFile() {}

    /**
     * Makes sure that an image understands what a host of this version tells it, and the other way round.
     *
     * @throws HypervisorException if the image is of another version of {@code dev.ristretto.abi}, or cannot be read
     */
    public static void requireCurrent(Path kernel) {
        OptionalInt version;
        try (SeekableByteChannel file = Files.newByteChannel(kernel)) {
            version = BootNote.version(file);
        } catch (IOException e) {
            throw new HypervisorException("the image's file " + kernel + " cannot be read: " + e.getMessage());
        }
        if (version.isEmpty() || version.getAsInt() != BootNote.VERSION) {
            boolean newer = version.orElse(0) > BootNote.VERSION;
            throw new HypervisorException("this image was built by " + (newer ? "a newer" : "an older")
                    + " ristretto: it speaks "
                    + (version.isPresent() ? "version " + version.getAsInt() : "no version")
                    + " of the interface between image and host, and this ristretto version " + BootNote.VERSION
                    + "\nBuild it again" + (newer ? ", or run it with the ristretto that built it" : ""));
        }
    }

    /**
     * Whether Linux can execute the file: it enters in high code, where images for hypervisors alone have 32-bit code,
     * as those that run programs of Linux.
     */
    public static boolean canBeProcess(Path kernel) {
        try (DataInputStream header = new DataInputStream(Files.newInputStream(kernel))) {
            header.skipNBytes(ENTRY);
            return Long.reverseBytes(header.readLong()) > AddressBases.IMAGE;
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Makes a file executable for its owner; a copy may have lost its permission.
     *
     * @throws HypervisorException if Linux cannot execute it
     */
    public static void prepareAsProcess(Path kernel) {
        if (!canBeProcess(kernel)) {
            throw new HypervisorException(
                    "this image cannot run as a process: it runs a program of Linux, for which a process has no ring 3, or was"
                            + " built by an older ristretto\nRun it as a virtual machine (--as vm), or build it again");
        }
        if (!Files.isExecutable(kernel) && !kernel.toFile().setExecutable(true)) {
            throw new HypervisorException(kernel + " is not executable\nMake it so with: chmod u+x " + kernel);
        }
    }
}
