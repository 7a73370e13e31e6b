package dev.ristretto.run.vmm.confine;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a hypervisor is locked in with, besides programs and libraries. Files and folders are at the same place inside;
 * those that are not there are left out.
 *
 * @param program the hypervisor
 * @param memoryBytes memory of the guest
 * @param processors how many the guest has, each of which is a thread
 * @param smallPages whether Linux is to give it no more than it touches
 * @param readable files and folders that it reads, and devices
 * @param writable folders that it may change
 * @param hostNetwork whether it keeps the network of this host
 * @param coming files that it reads and sockets where it connects that are there at the latest when it is started
 * @param control where others reach it through its descriptor 3, if they do
 */
public record HypervisorNeeds(
        Path program,
        long memoryBytes,
        int processors,
        boolean smallPages,
        List<Path> readable,
        List<Path> writable,
        boolean hostNetwork,
        List<Path> coming,
        Optional<Path> control) {

    /** Copies the lists. */
    public HypervisorNeeds {
        readable = List.copyOf(readable);
        writable = List.copyOf(writable);
        coming = List.copyOf(coming);
    }
}
