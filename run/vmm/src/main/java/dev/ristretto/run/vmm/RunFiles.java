package dev.ristretto.run.vmm;

import java.nio.file.Path;

/**
 * The files by which a detached instance can be reached while it runs and that tell about it when it is gone. Each
 * instance has its own.
 *
 * @param control by which it is controlled, while it lives: a Unix socket, or a file that says which process it is;
 *     the path may have at most 107 bytes
 * @param console what the guest writes to its console is appended here
 * @param report what the guest tells the host, above all its exit status
 * @param errors what the hypervisor says, usually nothing
 */
public record RunFiles(Path control, Path console, Path report, Path errors) {

    /** The same with another console file. */
    public RunFiles withConsole(Path file) {
        return new RunFiles(control, file, report, errors);
    }
}
