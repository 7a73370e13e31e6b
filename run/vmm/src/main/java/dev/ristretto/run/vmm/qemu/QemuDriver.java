package dev.ristretto.run.vmm.qemu;

import dev.ristretto.run.host.OwnProcesses;
import dev.ristretto.run.host.ProcessIdentity;
import dev.ristretto.run.host.VerdictCache;
import dev.ristretto.run.vmm.HypervisorException;
import dev.ristretto.run.vmm.InstanceSpecification;
import dev.ristretto.run.vmm.RunFiles;
import dev.ristretto.run.vmm.confine.GrantedWall;
import dev.ristretto.run.vmm.confine.Wall;
import dev.ristretto.run.vmm.confine.Walls.Start;
import dev.ristretto.run.vmm.launch.Control;
import dev.ristretto.run.vmm.launch.Driver;
import dev.ristretto.run.vmm.launch.InstanceChannels;
import dev.ristretto.run.vmm.launch.LaunchPlan;
import dev.ristretto.run.vmm.network.PasstSearch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Plans QEMU processes: which program, which accelerator, which arguments. */
final class QemuDriver implements Driver {

    private final String searchPath;
    private final VerdictCache cache;
    private final KvmProbe kvm;
    private final PasstSearch networks;
    private final QemuConfinement confinement;

    QemuDriver(String searchPath, VerdictCache cache, KvmProbe kvm, QemuConfinement confinement) {
        this.searchPath = searchPath;
        this.cache = cache;
        this.kvm = kvm;
        this.confinement = confinement;
        this.networks = new PasstSearch(searchPath, cache);
    }

    @Override
    public String program() {
        return "QEMU";
    }

    @Override
    public LaunchPlan plan(InstanceSpecification specification, InstanceChannels channels) {
        QemuProgram qemu = QemuProgram.find(searchPath, cache);
        Choice choice = choose(QemuOptions.accelerator(specification), qemu);
        MachineNetwork network = MachineNetwork.choose(networks, qemu.version(), specification, channels);
        GrantedWall granted = confinement.granted(qemu, choice.accelerator(), false);
        Wall wall = granted.wall();
        Optional<Start> start = wall == Wall.NONE
                ? Optional.empty()
                : Optional.of(confinement.start(wall, qemu, choice.accelerator(), specification, channels, network));
        List<String> command = new ArrayList<>(start.map(Start::command).orElse(List.of()));
        command.add(qemu.path().toString());
        command.addAll(QemuCommandLine.arguments(
                specification,
                choice.accelerator(),
                CharacterDevices.of(channels, specification.separateErrors(), wall == Wall.WHOLE),
                channels.parameters(),
                network));
        command.addAll(QemuConfinement.options(granted));
        if (network instanceof MachineNetwork.User
                && specification.capture().isPresent()
                && channels instanceof InstanceChannels.Attached attached) {
            command.addAll(QemuCommandLine.capture(attached.capture()));
        }
        Map<Path, byte[]> files = new HashMap<>();
        files.put(channels.parameters(), QemuCommandLine.parameters(specification));
        start.ifPresent(made -> files.put(made.file(), made.script()));
        return new LaunchPlan(
                started(command, network, channels),
                Optional.empty(),
                LaunchPlan.Errors.EXPLAIN,
                specification.separateErrors(),
                files,
                network.helper().filter(helper -> channels instanceof InstanceChannels.Attached).stream()
                        .toList(),
                List.of(),
                control(channels),
                LaunchPlan.notice(choice.notice(), network.notice(), QemuConfinement.notice(granted)));
    }

    private static List<String> started(List<String> command, MachineNetwork network, InstanceChannels channels) {
        return channels instanceof InstanceChannels.Detached detached
                        && network.helper().isPresent()
                ? Companion.command(
                        network.helper().get().command(),
                        channels.network(),
                        command,
                        CharacterDevices.reportOption(detached.report()))
                : command;
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
    public Control control(InstanceChannels channels) {
        return new QmpControl(channels);
    }

    @Override
    public Optional<ProcessIdentity> find(RunFiles files) {
        return OwnProcesses.withArgument(CharacterDevices.reportOption(files.report()));
    }
}
