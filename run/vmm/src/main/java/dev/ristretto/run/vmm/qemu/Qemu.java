package dev.ristretto.run.vmm.qemu;

import dev.ristretto.run.vmm.Accelerator;
import dev.ristretto.run.vmm.DetachedHypervisor;
import dev.ristretto.run.vmm.Finding;
import dev.ristretto.run.vmm.HostPorts;
import dev.ristretto.run.vmm.Hypervisor;
import dev.ristretto.run.vmm.HypervisorException;
import dev.ristretto.run.vmm.Instance;
import dev.ristretto.run.vmm.InstanceSpecification;
import dev.ristretto.run.vmm.KernelFile;
import dev.ristretto.run.vmm.PublishedPort.Protocol;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Runs instances as QEMU processes of the calling user, with KVM where it works. Needs no privileges. */
public final class Qemu implements Hypervisor {

    private static final Path KVM = Path.of("/dev/kvm");

    /** How long a QEMU that nobody waits for in front of a terminal may take until its machine is set up. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final String searchPath;
    private final VerdictCache cache;
    private final KvmProbe kvm;

    /**
     * Prepares without looking at the host yet.
     *
     * @param searchPath folders to look for QEMU in, separated by colons, as in the variable {@code PATH}
     * @param cacheFolder where findings about this host are kept between two calls; created when needed
     */
    public Qemu(String searchPath, Path cacheFolder) {
        this(searchPath, cacheFolder, KVM);
    }

    Qemu(String searchPath, Path cacheFolder, Path kvmDevice) {
        this.searchPath = searchPath;
        this.cache = new VerdictCache(cacheFolder);
        this.kvm = new KvmProbe(kvmDevice, cache);
    }

    @Override
    public Instance start(InstanceSpecification specification) {
        KernelFile.requireCurrent(specification.kernel());
        QemuProgram qemu = QemuProgram.find(searchPath, cache);
        Choice choice = choose(specification.accelerator(), qemu);
        HostPorts.requireFree(specification.ports());
        QemuInstance instance = QemuInstance.start(
                (control, report) -> {
                    List<String> command = new ArrayList<>(List.of(qemu.path().toString()));
                    command.addAll(QemuCommandLine.arguments(
                            specification, choice.accelerator(), QemuChannels.ofParent(control, report)));
                    return command;
                },
                choice.notice());
        deepenBacklog(specification, instance.processId());
        return instance;
    }

    /** The same program with its instances detached from this process. */
    public DetachedHypervisor detached() {
        return new DetachedQemu((specification, place) -> {
            KernelFile.requireCurrent(specification.kernel());
            QemuProgram qemu = QemuProgram.find(searchPath, cache);
            Choice choice = choose(specification.accelerator(), qemu);
            HostPorts.requireFree(specification.ports());
            List<String> command = new ArrayList<>(List.of(qemu.path().toString()));
            command.addAll(
                    QemuCommandLine.arguments(specification, choice.accelerator(), QemuChannels.detached(place)));
            DetachedQemuInstance instance = DetachedQemuInstance.start(command, place, choice.notice(), PATIENCE);
            deepenBacklog(specification, instance.identity().pid());
            return instance;
        });
    }

    private static void deepenBacklog(InstanceSpecification specification, long process) {
        boolean anyTcp = specification.ports().stream().anyMatch(port -> port.protocol() == Protocol.TCP);
        if (anyTcp) {
            Thread.ofPlatform().daemon().name("listen-backlog").start(() -> ListenBacklog.deepen(process));
        }
    }

    private record Choice(Accelerator accelerator, Optional<String> notice) {}

    private Choice choose(Accelerator wanted, QemuProgram qemu) {
        Optional<String> obstacle = wanted == Accelerator.TCG ? Optional.empty() : kvm.obstacle(qemu);
        if (wanted == Accelerator.KVM && obstacle.isPresent()) {
            throw new HypervisorException(
                    "KVM cannot be used: " + obstacle.get() + "\nLeave --accel kvm out to run emulated");
        }
        boolean emulated = wanted == Accelerator.TCG || obstacle.isPresent();
        if (!emulated) {
            return new Choice(Accelerator.KVM, Optional.empty());
        }
        if (qemu.version().isOlderThan(QemuVersion.OLDEST_FOR_EMULATION)) {
            throw new HypervisorException(
                    "QEMU " + qemu.version() + " cannot emulate the processor that compiled code needs (AVX2): "
                            + QemuVersion.OLDEST_FOR_EMULATION + " or later is needed"
                            + obstacle.map(reason -> ", or KVM, but " + reason).orElse(""));
        }
        return new Choice(Accelerator.TCG, obstacle.map(reason -> "emulating the processor: " + reason));
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
            return List.of(
                    Finding.ok("QEMU", qemu.version() + " (" + qemu.path() + ")"),
                    kvm.obstacle(qemu)
                            .map(
                                    reason -> Finding.warning(
                                            "KVM",
                                            reason,
                                            "Instances run emulated, several times slower; use a host with hardware virtualization"))
                            .orElseGet(() -> Finding.ok("KVM", "works")));
        } catch (HypervisorException e) {
            List<String> lines = String.valueOf(e.getMessage()).lines().toList();
            return List.of(Finding.problem("QEMU", lines.getFirst(), lines.getLast()));
        }
    }
}
