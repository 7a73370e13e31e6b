package dev.ristretto.run.vmm;

import java.nio.file.Path;

/**
 * The files by which a detached instance can be reached and that tell about it when it is gone. Each instance has its own.
 *
 * @param control a Unix socket, served while the instance lives; the path may have at most 107 bytes
 * @param console what the guest writes to its console is appended here
 * @param report what the guest tells the host, above all its exit status
 * @param errors what the hypervisor says, usually nothing
 */
public record InstancePlace(Path control, Path console, Path report, Path errors) {

    /** The same with another console file. */
    public InstancePlace withConsole(Path file) {
        return new InstancePlace(control, file, report, errors);
    }
}
