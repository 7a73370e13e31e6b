package dev.ristretto.run.vmm.qemu;

import dev.ristretto.abi.CommandLine;
import dev.ristretto.abi.Ports;
import dev.ristretto.abi.VolumePlace;
import dev.ristretto.run.vmm.FolderMount;
import dev.ristretto.run.vmm.InstanceSpecification;
import dev.ristretto.run.vmm.VolumeMount;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The arguments that make QEMU run an instance (QEMU documentation, "Invocation" and "microvm virtual platform").
 *
 * <p>What the guest sees: its console on the first serial port; the report channel and the exit on their {@link Ports};
 * a virtio entropy device and a virtio network card, in this order; the power button through ACPI. QEMU itself has no
 * display, no default device and never reboots.
 */
final class QemuCommandLine {

    /** Microvm places its virtio registers here, 512 bytes for each of 8 slots (qemu: include/hw/i386/microvm.h). */
    private static final long VIRTIO_BASE = 0xfeb00000L;

    private static final int VIRTIO_SLOT_SIZE = 512;
    private static final int VIRTIO_SLOTS = 8;

    /** Entropy and network. */
    private static final int FIXED_DEVICES = 2;

    /** With ACPI and one IO-APIC, slot 0 raises this global system interrupt, slot 1 the next one. */
    private static final int VIRTIO_FIRST_INTERRUPT = 16;

    /** The device behind {@link Ports#EXIT}. */
    static final String EXIT_DEVICE = "isa-debug-exit,iobase=0x%x,iosize=4".formatted(Ports.EXIT);

    private static final long MEMORY_GRANULE = 1024L;

    private QemuCommandLine() {}

    /**
     * Writes the arguments behind the name of the program.
     *
     * @param accelerator KVM or TCG
     * @param devices where console, control and report lead
     * @param parameters the file with {@link #parameters}
     * @param network who takes the frames of the network card
     */
    static List<String> arguments(
            InstanceSpecification specification,
            Accelerator accelerator,
            CharacterDevices devices,
            Path parameters,
            MachineNetwork network) {
        List<String> arguments = new ArrayList<>(List.of("-name", "guest=" + escape(specification.name())));
        boolean microvm = QemuOptions.machine(specification) == MachineType.MICROVM;
        arguments.addAll(List.of("-M", microvm ? "microvm,acpi=on,ioapic2=off,rtc=on" : "q35"));
        arguments.addAll(
                accelerator == Accelerator.KVM
                        ? List.of("-accel", "kvm", "-cpu", "host")
                        : List.of("-accel", "tcg", "-cpu", "max"));
        long kibibytes = Math.ceilDiv(specification.memoryBytes(), MEMORY_GRANULE);
        arguments.addAll(List.of("-smp", processors(specification.processors()), "-m", kibibytes + "K"));
        arguments.addAll(List.of("-nodefaults", "-no-user-config", "-no-reboot", "-display", "none"));
        arguments.addAll(List.of("-chardev", devices.console(), "-serial", "chardev:" + CharacterDevices.CONSOLE));
        arguments.addAll(List.of("-chardev", devices.control()));
        arguments.addAll(List.of("-mon", "chardev=control,mode=control"));
        arguments.addAll(List.of("-chardev", devices.report()));
        arguments.addAll(List.of("-device", "isa-debugcon,iobase=0x%x,chardev=report".formatted(Ports.REPORT)));
        devices.errors()
                .ifPresent(errors -> arguments.addAll(List.of(
                        "-chardev",
                        errors,
                        "-device",
                        "isa-debugcon,iobase=0x%x,readback=0x%x,chardev=errors"
                                .formatted(Ports.ERRORS, Ports.PRESENT))));
        arguments.addAll(List.of("-device", EXIT_DEVICE));
        arguments.addAll(List.of("-netdev", network.option(specification.ports())));
        arguments.addAll(microvm ? microvmDevices() : pciDevices());
        arguments.addAll(
                disks(specification.volumes(), microvm ? "virtio-blk-device" : "virtio-blk-pci,disable-legacy=on"));
        arguments.addAll(
                folders(specification.folders(), microvm ? "virtio-9p-device" : "virtio-9p-pci,disable-legacy=on"));
        arguments.addAll(List.of("-kernel", specification.kernel().toString()));
        arguments.addAll(List.of("-initrd", parameters.toString()));
        arguments.addAll(List.of("-append", append(microvm, network, specification)));
        if (specification.debugPort() != 0) {
            arguments.addAll(List.of("-S", "-gdb", "tcp:127.0.0.1:" + specification.debugPort()));
        }
        return arguments;
    }

    /** One socket of cores without further threads, as operating systems and libraries expect of a small machine. */
    private static String processors(int number) {
        return number == 1 ? "1" : "cpus=%d,sockets=1,cores=%d,threads=1".formatted(number, number);
    }

    private static List<String> microvmDevices() {
        return List.of(
                "-global",
                "virtio-mmio.force-legacy=false",
                "-device",
                "virtio-rng-device",
                "-device",
                "virtio-net-device,netdev=network");
    }

    private static List<String> pciDevices() {
        return List.of(
                "-device",
                "virtio-rng-pci,disable-legacy=on",
                // No option ROM: the firmware need not know how to boot from the network.
                "-device",
                "virtio-net-pci,disable-legacy=on,romfile=,netdev=network");
    }

    /** QEMU keeps the files locked. What the guest flushes it brings to the disk of this host before it says so. */
    private static List<String> disks(List<VolumeMount> volumes, String device) {
        List<String> arguments = new ArrayList<>();
        for (int i = 0; i < volumes.size(); i++) {
            VolumeMount volume = volumes.get(i);
            String name = CommandLine.DISK_SERIAL + i;
            arguments.addAll(List.of(
                    "-blockdev",
                    "driver=raw,node-name=%s,read-only=%s,discard=unmap,file.driver=file,file.filename=%s"
                            .formatted(
                                    name,
                                    volume.place().readOnly() ? "on" : "off",
                                    escape(volume.file().toString())),
                    "-device",
                    "%s,drive=%s,serial=%s".formatted(device, name, name)));
        }
        return arguments;
    }

    /**
     * QEMU serves folders itself, as the user that it runs as: links and owners are the host's own, and numbers of
     * files tell those of several file systems apart.
     */
    private static List<String> folders(List<FolderMount> folders, String device) {
        List<String> arguments = new ArrayList<>();
        for (int i = 0; i < folders.size(); i++) {
            FolderMount mount = folders.get(i);
            String name = CommandLine.FOLDER_TAG + i;
            arguments.addAll(List.of(
                    "-fsdev",
                    "local,id=%s,security_model=none,multidevs=remap,%spath=%s"
                            .formatted(
                                    name,
                                    mount.place().readOnly() ? "readonly=on," : "",
                                    escape(mount.folder().toString())),
                    "-device",
                    "%s,fsdev=%s,mount_tag=%s".formatted(device, name, name)));
        }
        return arguments;
    }

    /** What has all frames of the network card written to a file, in the pcap format. */
    static List<String> capture(Path file) {
        return List.of("-object", "filter-dump,id=capture,netdev=network,file=" + escape(file.toString()));
    }

    /**
     * Environment and arguments, which other users of this computer are not to read and QEMU's command line would show
     * them: QEMU loads them into the guest as a file.
     */
    static byte[] parameters(InstanceSpecification specification) {
        return CommandLine.of(specification.environment(), specification.arguments())
                .getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * With ACPI switched on, QEMU leaves it to the ACPI tables to tell where the virtio devices are; the tokens that it
     * would add to the command line otherwise (Linux: Documentation/admin-guide/kernel-parameters, virtio_mmio.device)
     * spare the kernel a parser.
     */
    private static String append(boolean microvm, MachineNetwork network, InstanceSpecification specification) {
        List<VolumeMount> volumes = specification.volumes();
        List<FolderMount> folders = specification.folders();
        StringBuilder line = new StringBuilder(network.commandLine());
        line.append(CommandLine.PROCESSORS).append(specification.processors()).append(' ');
        line.append(specification.root().tokens());
        line.append(VolumePlace.tokens(CommandLine.VOLUME, volumes.stream().map(VolumeMount::place)));
        line.append(VolumePlace.tokens(CommandLine.FOLDER, folders.stream().map(FolderMount::place)));
        int devices = microvm ? FIXED_DEVICES + volumes.size() + folders.size() : 0;
        for (int device = 0; device < devices; device++) {
            int slot = VIRTIO_SLOTS - 1 - device;
            line.append(String.format(
                    Locale.ROOT,
                    "%s%d@0x%x:%d ",
                    CommandLine.VIRTIO_MMIO,
                    VIRTIO_SLOT_SIZE,
                    VIRTIO_BASE + (long) slot * VIRTIO_SLOT_SIZE,
                    VIRTIO_FIRST_INTERRUPT + slot));
        }
        return line.toString().strip();
    }

    /** In the value of a QEMU option a comma is written twice. */
    static String escape(String value) {
        return value.replace(",", ",,");
    }
}
