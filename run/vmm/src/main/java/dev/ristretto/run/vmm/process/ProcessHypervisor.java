package dev.ristretto.run.vmm.process;

import dev.ristretto.run.host.ProcessIdentity;
import dev.ristretto.run.host.VerdictCache;
import dev.ristretto.run.vmm.AttachedInstance;
import dev.ristretto.run.vmm.Capability;
import dev.ristretto.run.vmm.Finding;
import dev.ristretto.run.vmm.Hypervisor;
import dev.ristretto.run.vmm.Instance;
import dev.ristretto.run.vmm.InstanceSpecification;
import dev.ristretto.run.vmm.KernelFile;
import dev.ristretto.run.vmm.Outcome;
import dev.ristretto.run.vmm.RunFiles;
import dev.ristretto.run.vmm.confine.GrantedWall;
import dev.ristretto.run.vmm.confine.Walls;
import dev.ristretto.run.vmm.launch.Launcher;
import dev.ristretto.run.vmm.network.PasstSearch;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Runs instances as processes of Linux, at native speed. A process is closed to everybody once it runs, so its counters
 * cannot be read, and it writes to one console as long as it lives.
 */
public final class ProcessHypervisor implements Hypervisor {

    private final PasstSearch networks;
    private final Walls walls;
    private final Launcher launcher;

    /**
     * Prepares without looking at the host yet.
     *
     * @param searchPath folders to look for passt in, separated by colons, as in the variable {@code PATH}
     * @param cacheFolder where findings about this host are kept between two calls; created when needed
     */
    public ProcessHypervisor(String searchPath, Path cacheFolder) {
        this.networks = new PasstSearch(searchPath, new VerdictCache(cacheFolder));
        this.walls = new Walls(cacheFolder);
        this.launcher = new Launcher(new ProcessDriver(searchPath, networks, walls));
    }

    @Override
    public String name() {
        return "process";
    }

    @Override
    public Set<Capability> capabilities() {
        return EnumSet.of(
                Capability.ATTACHED,
                Capability.DETACHED,
                Capability.NETWORK,
                Capability.PORTS,
                Capability.CAPTURE,
                Capability.DEBUGGER);
    }

    @Override
    public AttachedInstance start(InstanceSpecification specification) {
        return launcher.start(specification);
    }

    @Override
    public Instance start(InstanceSpecification specification, RunFiles files) {
        return launcher.start(specification, files);
    }

    @Override
    public Optional<Instance> attach(ProcessIdentity identity, RunFiles files) {
        return launcher.attach(identity, files);
    }

    @Override
    public Optional<Instance> find(RunFiles files) {
        return launcher.find(files);
    }

    @Override
    public Outcome outcome(RunFiles files) {
        return launcher.outcome(files);
    }

    @Override
    public boolean canRun(Path kernel) {
        return KernelFile.canBeProcess(kernel);
    }

    /** As a process the kernel takes these signals for interrupts and for pages that stacks have not got yet. */
    @Override
    public List<String> debuggerCommands() {
        return List.of("handle SIGALRM SIGSEGV nostop noprint pass");
    }

    @Override
    public List<Finding> examine() {
        return List.of(wall(walls.examine()), network(networks.examine()));
    }

    private static Finding network(PasstSearch.Result search) {
        return search.passt()
                .map(passt -> Finding.ok("passt", passt.program().toString()))
                .orElseGet(() -> Finding.warning(
                        "passt",
                        search.obstacle() + ": processes have no network, and virtual machines reach the loopback"
                                + " interface of this host",
                        search.remedy()));
    }

    private static Finding wall(GrantedWall granted) {
        String detail = Confinement.describe(granted.wall());
        return granted.obstacle()
                .map(reason -> Finding.warning(
                        "walls of processes",
                        detail + " (" + reason + ")",
                        "Allow this user namespaces of its own (user.max_user_namespaces,"
                                + " kernel.apparmor_restrict_unprivileged_userns); until then images of others run as"
                                + " virtual machines alone"))
                .orElseGet(() -> Finding.ok("walls of processes", detail));
    }
}
