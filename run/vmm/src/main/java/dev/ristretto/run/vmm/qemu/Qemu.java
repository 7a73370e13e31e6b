package dev.ristretto.run.vmm.qemu;

import dev.ristretto.run.host.ProcessIdentity;
import dev.ristretto.run.host.PublishedPort.Protocol;
import dev.ristretto.run.host.VerdictCache;
import dev.ristretto.run.vmm.AttachedInstance;
import dev.ristretto.run.vmm.Capability;
import dev.ristretto.run.vmm.Finding;
import dev.ristretto.run.vmm.Hypervisor;
import dev.ristretto.run.vmm.HypervisorException;
import dev.ristretto.run.vmm.HypervisorOption;
import dev.ristretto.run.vmm.Instance;
import dev.ristretto.run.vmm.InstanceSpecification;
import dev.ristretto.run.vmm.Outcome;
import dev.ristretto.run.vmm.RunFiles;
import dev.ristretto.run.vmm.confine.GrantedWall;
import dev.ristretto.run.vmm.confine.Walls;
import dev.ristretto.run.vmm.launch.Launcher;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Runs instances as QEMU processes of the calling user, with KVM where it works. Needs no privileges. */
public final class Qemu implements Hypervisor {

    private static final Path KVM = Path.of("/dev/kvm");

    private final String searchPath;
    private final VerdictCache cache;
    private final KvmProbe kvm;
    private final QemuConfinement confinement;
    private final Launcher launcher;

    /**
     * Prepares without looking at the host yet.
     *
     * @param searchPath folders to look for QEMU in, separated by colons, as in the variable {@code PATH}
     * @param cacheFolder where findings about this host are kept between two calls; created when needed
     */
    public Qemu(String searchPath, Path cacheFolder) {
        this.searchPath = searchPath;
        this.cache = new VerdictCache(cacheFolder);
        this.kvm = new KvmProbe(KVM, cache);
        this.confinement = new QemuConfinement(new Walls(cacheFolder), cache);
        this.launcher = new Launcher(new QemuDriver(searchPath, cache, kvm, confinement));
    }

    @Override
    public String name() {
        return "vm";
    }

    @Override
    public Set<Capability> capabilities() {
        return EnumSet.allOf(Capability.class);
    }

    @Override
    public List<HypervisorOption> options() {
        return QemuOptions.ALL;
    }

    @Override
    public AttachedInstance start(InstanceSpecification specification) {
        AttachedInstance instance = launcher.start(specification);
        deepenBacklog(specification, instance);
        return instance;
    }

    @Override
    public Instance start(InstanceSpecification specification, RunFiles files) {
        Instance instance = launcher.start(specification, files);
        deepenBacklog(specification, instance);
        return instance;
    }

    private static void deepenBacklog(InstanceSpecification specification, Instance instance) {
        boolean anyTcp = specification.ports().stream().anyMatch(port -> port.protocol() == Protocol.TCP);
        if (anyTcp) {
            long process = instance.identity().pid();
            Thread.ofPlatform().daemon().name("listen-backlog").start(() -> ListenBacklog.deepen(process));
        }
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
    public Optional<String> obstacle() {
        try {
            return kvm.obstacle(QemuProgram.find(searchPath, cache));
        } catch (HypervisorException e) {
            return Optional.of(
                    String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
        }
    }

    @Override
    public List<Finding> examine() {
        try {
            QemuProgram qemu = QemuProgram.find(searchPath, cache);
            Optional<String> obstacle = kvm.obstacle(qemu);
            return List.of(
                    Finding.ok("QEMU", qemu.version() + " (" + qemu.path() + ")"),
                    obstacle.map(
                                    reason -> Finding.warning(
                                            "KVM",
                                            reason,
                                            "Instances run emulated, several times slower; use a host with hardware virtualization"))
                            .orElseGet(() -> Finding.ok("KVM", "works")),
                    wall(confinement.granted(qemu, obstacle.isEmpty() ? Accelerator.KVM : Accelerator.TCG, true)));
        } catch (HypervisorException e) {
            List<String> lines = String.valueOf(e.getMessage()).lines().toList();
            return List.of(Finding.problem("QEMU", lines.getFirst(), lines.getLast()));
        }
    }

    private static Finding wall(GrantedWall granted) {
        return granted.obstacle()
                .map(reason -> Finding.warning(
                        "walls of machines",
                        QemuConfinement.describe(granted.wall()) + " (" + reason + ")",
                        "Allow this user namespaces of its own (user.max_user_namespaces,"
                                + " kernel.apparmor_restrict_unprivileged_userns), and use a QEMU with seccomp"))
                .orElseGet(() -> Finding.ok("walls of machines", QemuConfinement.describe(granted.wall())));
    }
}
