package dev.ristretto.run.vmm.provider;

import dev.ristretto.run.vmm.Hypervisor;
import dev.ristretto.run.vmm.process.ProcessHypervisor;
import dev.ristretto.run.vmm.qemu.Qemu;
import java.nio.file.Path;
import java.util.List;

/** The hypervisors of this host, installed or not. */
public final class Hypervisors {

    private Hypervisors() {}

    /**
     * All of them, the usual one first. Prepares without looking at the host yet.
     *
     * @param searchPath folders to look for programs in, separated by colons, as in the variable {@code PATH}
     * @param cacheFolder where findings about this host are kept between two calls; created when needed
     */
    public static List<Hypervisor> of(String searchPath, Path cacheFolder) {
        return List.of(new Qemu(searchPath, cacheFolder), new ProcessHypervisor(searchPath, cacheFolder));
    }
}
