package dev.ristretto.run.vmm.qemu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ristretto.abi.RootOptions;
import dev.ristretto.abi.TemporaryPlace;
import dev.ristretto.abi.VolumePlace;
import dev.ristretto.run.host.PublishedPort;
import dev.ristretto.run.vmm.FolderMount;
import dev.ristretto.run.vmm.InstanceSpecification;
import dev.ristretto.run.vmm.VolumeMount;
import dev.ristretto.run.vmm.launch.InstanceChannels;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class QemuCommandLineTest {

    @Test
    void publishedPortsAreForwardedFromTheirAddress() {
        assertThat(arguments(MachineType.MICROVM, Accelerator.TCG, "8080:80", "0.0.0.0:53:5353/udp"))
                .contains("user,id=network,hostfwd=tcp:127.0.0.1:8080-:80,hostfwd=udp:0.0.0.0:53-:5353");
    }

    @Test
    void theMachineHasANetworkCardEvenIfNothingIsPublished() {
        assertThat(arguments(MachineType.MICROVM, Accelerator.TCG))
                .contains("virtio-net-device,netdev=network", "virtio-rng-device");
        assertThat(arguments(MachineType.Q35, Accelerator.TCG))
                .contains(
                        "virtio-net-pci,disable-legacy=on,romfile=,netdev=network", "virtio-rng-pci,disable-legacy=on");
    }

    @Test
    void onlyMicrovmIsToldWhereItsDevicesAre() {
        assertThat(arguments(MachineType.MICROVM, Accelerator.TCG))
                .last()
                .asString()
                .contains("virtio_mmio.device=");
        assertThat(arguments(MachineType.Q35, Accelerator.TCG))
                .last()
                .asString()
                .doesNotContain("virtio_mmio");
    }

    @Test
    void memoryIsGivenInWholeKibibytes() {
        assertThat(arguments(MachineType.MICROVM, Accelerator.TCG)).containsSubsequence("-m", "24577K");
    }

    @Test
    void severalProcessorsAreCoresOfOneSocket() {
        assertThat(withProcessors(1)).containsSubsequence("-smp", "1");
        assertThat(withProcessors(2)).containsSubsequence("-smp", "cpus=2,sockets=1,cores=2,threads=1");
        assertThat(withProcessors(64)).containsSubsequence("-smp", "cpus=64,sockets=1,cores=64,threads=1");
    }

    @Test
    void theGuestIsToldHowManyProcessorsItHas() {
        assertThat(withProcessors(1)).last().asString().contains("processors=1 ");
        assertThat(withProcessors(12)).last().asString().contains("processors=12 ");
    }

    private static List<String> withProcessors(int number) {
        InstanceSpecification specification = InstanceSpecification.builder("many", Path.of("image.elf"), 32L << 20)
                .processors(number)
                .build();
        InstanceChannels channels = new InstanceChannels.Attached(Path.of("/run"));
        return QemuCommandLine.arguments(
                specification,
                Accelerator.TCG,
                CharacterDevices.of(channels, false, false),
                channels.parameters(),
                new MachineNetwork.User(Optional.empty()));
    }

    @Test
    void theProcessorIsTheHostsOwnOrTheMostCapableEmulatedOne() {
        assertThat(arguments(MachineType.MICROVM, Accelerator.KVM))
                .containsSubsequence("-accel", "kvm", "-cpu", "host");
        assertThat(arguments(MachineType.MICROVM, Accelerator.TCG)).containsSubsequence("-accel", "tcg", "-cpu", "max");
    }

    @Test
    void commasInNamesDoNotBecomeOptions() {
        assertThat(arguments(MachineType.MICROVM, Accelerator.TCG))
                .containsSubsequence("-name", "guest=a,,debug-threads=on");
    }

    @Test
    void anInstanceThatIsDebuggedWaitsForTheDebugger() {
        assertThat(arguments(MachineType.MICROVM, Accelerator.TCG, 1234))
                .containsSubsequence("-S", "-gdb", "tcp:127.0.0.1:1234");
        assertThat(arguments(MachineType.MICROVM, Accelerator.TCG)).doesNotContain("-S", "-gdb");
    }

    @Test
    void standardErrorOfTheGuestHasAPortOfItsOwnIfItIsKeptApart() {
        InstanceChannels channels = new InstanceChannels.Attached(Path.of("/run"));
        assertThat(arguments(MachineType.Q35, Accelerator.TCG))
                .doesNotContain("isa-debugcon,iobase=0xe8,readback=0xe9,chardev=errors");
        assertThat(QemuCommandLine.arguments(
                        InstanceSpecification.builder("apart", Path.of("image.elf"), 32L << 20)
                                .separateErrors(true)
                                .build(),
                        Accelerator.TCG,
                        CharacterDevices.of(channels, true, false),
                        channels.parameters(),
                        new MachineNetwork.User(Optional.empty())))
                .containsSubsequence(
                        "-chardev",
                        "socket,id=errors,path=/run/errors",
                        "-device",
                        "isa-debugcon,iobase=0xe8,readback=0xe9,chardev=errors");
    }

    @Test
    void volumesAreDisksWithTheirNumbers() {
        List<VolumeMount> volumes = List.of(
                new VolumeMount(Path.of("/data/a,b/disk"), new VolumePlace("/var/lib/a", false)),
                new VolumeMount(Path.of("/data/c/disk"), new VolumePlace("/etc/c", true)));
        for (MachineType machine : MachineType.values()) {
            InstanceSpecification specification = InstanceSpecification.builder("kept", Path.of("image.elf"), 32L << 20)
                    .options(Map.of("machine", machine.toString()))
                    .volumes(volumes)
                    .root(new RootOptions(true, List.of(new TemporaryPlace("/tmp", 1 << 20))))
                    .build();
            InstanceChannels channels = new InstanceChannels.Attached(Path.of("/run"));
            List<String> arguments = QemuCommandLine.arguments(
                    specification,
                    Accelerator.TCG,
                    CharacterDevices.of(channels, false, false),
                    channels.parameters(),
                    new MachineNetwork.User(Optional.empty()));
            boolean microvm = machine == MachineType.MICROVM;
            String device = microvm ? "virtio-blk-device" : "virtio-blk-pci,disable-legacy=on";
            assertThat(arguments)
                    .containsSubsequence(
                            "-blockdev",
                            "driver=raw,node-name=volume0,read-only=off,discard=unmap,file.driver=file,file.filename=/data/a,,b/disk",
                            "-device",
                            device + ",drive=volume0,serial=volume0",
                            "-blockdev",
                            "driver=raw,node-name=volume1,read-only=on,discard=unmap,file.driver=file,file.filename=/data/c/disk",
                            "-device",
                            device + ",drive=volume1,serial=volume1");
            String line = arguments.get(arguments.indexOf("-append") + 1);
            assertThat(line).contains("read-only tmpfs=/tmp:1048576 volume=/var/lib/a volume=/etc/c:ro");
            assertThat(line.split("virtio_mmio.device=", -1)).hasSize(microvm ? 5 : 1);
        }
    }

    @Test
    void foldersAreServedByTheirNames() {
        List<FolderMount> folders = List.of(
                new FolderMount(Path.of("/home/me/a,b"), new VolumePlace("/etc/app", true)),
                new FolderMount(Path.of("/srv"), new VolumePlace("/data", false)));
        for (MachineType machine : MachineType.values()) {
            InstanceSpecification specification = InstanceSpecification.builder("shop", Path.of("image.elf"), 32L << 20)
                    .options(Map.of("machine", machine.toString()))
                    .volumes(List.of(new VolumeMount(Path.of("/disk"), new VolumePlace("/var/lib/a", false))))
                    .folders(folders)
                    .build();
            InstanceChannels channels = new InstanceChannels.Attached(Path.of("/run"));
            List<String> arguments = QemuCommandLine.arguments(
                    specification,
                    Accelerator.TCG,
                    CharacterDevices.of(channels, false, false),
                    channels.parameters(),
                    new MachineNetwork.User(Optional.empty()));
            boolean microvm = machine == MachineType.MICROVM;
            String device = microvm ? "virtio-9p-device" : "virtio-9p-pci,disable-legacy=on";
            assertThat(arguments)
                    .containsSubsequence(
                            "-fsdev",
                            "local,id=folder0,security_model=none,multidevs=remap,readonly=on,path=/home/me/a,,b",
                            "-device",
                            device + ",fsdev=folder0,mount_tag=folder0",
                            "-fsdev",
                            "local,id=folder1,security_model=none,multidevs=remap,path=/srv",
                            "-device",
                            device + ",fsdev=folder1,mount_tag=folder1");
            String line = arguments.get(arguments.indexOf("-append") + 1);
            assertThat(line).contains("volume=/var/lib/a folder=/etc/app:ro folder=/data");
            assertThat(line.split("virtio_mmio.device=", -1)).hasSize(microvm ? 6 : 1);
        }
    }

    private static List<String> arguments(MachineType machine, Accelerator accelerator, String... ports) {
        return arguments(machine, accelerator, 0, ports);
    }

    private static List<String> arguments(
            MachineType machine, Accelerator accelerator, int debugPort, String... ports) {
        InstanceSpecification specification = InstanceSpecification.builder(
                        "a,debug-threads=on", Path.of("image.elf"), (24L << 20) + 1)
                .options(Map.of("machine", machine.toString()))
                .ports(List.of(ports).stream().map(PublishedPort::parse).toList())
                .debugPort(debugPort)
                .build();
        InstanceChannels channels = new InstanceChannels.Attached(Path.of("/run"));
        return QemuCommandLine.arguments(
                specification,
                accelerator,
                CharacterDevices.of(channels, false, false),
                channels.parameters(),
                new MachineNetwork.User(Optional.empty()));
    }
}
