package dev.ristretto.run.vmm.qemu;

import dev.ristretto.run.host.Command;
import dev.ristretto.run.host.VerdictCache;
import dev.ristretto.run.vmm.FolderMount;
import dev.ristretto.run.vmm.HypervisorException;
import dev.ristretto.run.vmm.InstanceSpecification;
import dev.ristretto.run.vmm.VolumeMount;
import dev.ristretto.run.vmm.confine.GrantedWall;
import dev.ristretto.run.vmm.confine.HypervisorNeeds;
import dev.ristretto.run.vmm.confine.Wall;
import dev.ristretto.run.vmm.confine.Walls;
import dev.ristretto.run.vmm.confine.Walls.Start;
import dev.ristretto.run.vmm.launch.InstanceChannels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How QEMU is locked in: it sees no file but its own, has no network where passt gives one to the guest, and by a
 * filter of its own (option {@code -sandbox}) starts no program, gains no rights and makes no obsolete system call.
 * Which of that works with this QEMU on this host is tried once with a tiny image, as KVM is.
 */
final class QemuConfinement {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final List<String> SANDBOX =
            List.of("-sandbox", "on,obsolete=deny,elevateprivileges=deny,spawn=deny,resourcecontrol=deny");
    /** By which QEMU changes permissions of files in folders without following links. */
    private static final Path OWN_DESCRIPTORS = Path.of("/proc/self/fd");

    private static final Path KVM = Path.of("/dev/kvm");
    private static final long PROBE_BYTES = 16 << 20;

    /** A guest of this size and more is better off with huge pages, where its processor is not emulated. */
    private static final long BIG = 512L << 20;

    private final Walls walls;
    private final VerdictCache cache;

    QemuConfinement(Walls walls, VerdictCache cache) {
        this.walls = walls;
        this.cache = cache;
    }

    /** Options of QEMU's own. */
    static List<String> options(GrantedWall granted) {
        return granted.wall() == Wall.NONE ? List.of() : SANDBOX;
    }

    /** What is missing, in one line; empty if nothing is. */
    static Optional<String> notice(GrantedWall granted) {
        return granted.obstacle().map(reason -> describe(granted.wall()) + ": " + reason);
    }

    static String describe(Wall wall) {
        return switch (wall) {
            case WHOLE -> "QEMU is locked in: its own files alone, and few system calls";
            case CALLS -> "QEMU's system calls are limited, but it sees all files of this user";
            case NONE -> "QEMU is not locked in";
        };
    }

    /**
     * What works.
     *
     * @param anew whether to try it again; else what was found before about the same QEMU counts
     */
    GrantedWall granted(QemuProgram qemu, Accelerator accelerator, boolean anew) {
        String question = accelerator + " " + VerdictCache.identity(qemu.path()) + " " + System.getProperty("user.name")
                + " " + VerdictCache.thisBoot();
        return GrantedWall.best(
                wall -> cache.obstacle("qemu " + wall + " " + question, anew, () -> attempt(wall, qemu, accelerator)));
    }

    private Optional<String> attempt(Wall wall, QemuProgram qemu, Accelerator accelerator) {
        try {
            Path folder = Files.createTempDirectory("ristretto");
            Path image = folder.resolve("probe.elf");
            Path script = folder.resolve("script");
            try {
                Files.write(image, ProbeImage.bytes());
                HypervisorNeeds needs = new HypervisorNeeds(
                        qemu.path(),
                        PROBE_BYTES,
                        1,
                        true,
                        readable(accelerator, image),
                        List.of(),
                        false,
                        List.of(),
                        Optional.empty());
                Start start = walls.ofHypervisor(wall, script, needs);
                Files.write(script, start.script());
                String processor = accelerator == Accelerator.KVM ? "host" : "max";
                Command.Result result = Command.run(
                        Stream.of(
                                        start.command(),
                                        KvmProbe.command(qemu, accelerator.toString(), processor, image),
                                        SANDBOX)
                                .flatMap(List::stream)
                                .toList(),
                        PATIENCE);
                return result.status() == ProbeImage.SUCCESS ? Optional.empty() : Optional.of(explain(result));
            } finally {
                Files.deleteIfExists(script);
                Files.deleteIfExists(image);
                Files.deleteIfExists(folder);
            }
        } catch (IOException | HypervisorException e) {
            return Optional.of("it cannot be tried: " + e.getMessage());
        }
    }

    private static String explain(Command.Result result) {
        return result.output()
                .lines()
                .filter(line -> !line.isBlank())
                .findFirst()
                .map(line -> line.replaceFirst("^ristretto: ", "").replaceFirst(";.*", ""))
                .orElse("a test program ended with status " + result.status());
    }

    private static List<Path> readable(Accelerator accelerator, Path image) {
        return accelerator == Accelerator.KVM ? List.of(image, KVM) : List.of(image);
    }

    /**
     * Locks an instance's QEMU in.
     *
     * @param wall not {@link Wall#NONE}
     */
    Start start(
            Wall wall,
            QemuProgram qemu,
            Accelerator accelerator,
            InstanceSpecification specification,
            InstanceChannels channels,
            MachineNetwork network) {
        List<Path> readable =
                new ArrayList<>(readable(accelerator, specification.kernel().toAbsolutePath()));
        if (channels instanceof InstanceChannels.Attached attached) {
            readable.add(attached.folder());
        }
        List<Path> writable = new ArrayList<>();
        for (VolumeMount volume : specification.volumes()) {
            (volume.place().readOnly() ? readable : writable).add(volume.file());
        }
        for (FolderMount mount : specification.folders()) {
            (mount.place().readOnly() ? readable : writable).add(mount.folder());
            readable.add(OWN_DESCRIPTORS);
        }
        if (channels instanceof InstanceChannels.Detached own) {
            writable.addAll(folders(own));
        }
        boolean detached = channels instanceof InstanceChannels.Detached;
        // Its own network, and the port where it waits for a debugger, are this host's.
        boolean outside = network instanceof MachineNetwork.Outside;
        HypervisorNeeds needs = new HypervisorNeeds(
                qemu.path(),
                specification.memoryBytes(),
                specification.processors(),
                accelerator != Accelerator.KVM || specification.memoryBytes() < BIG,
                readable,
                writable,
                !outside || specification.debugPort() != 0,
                detached ? coming(channels, outside) : List.of(),
                detached ? Optional.of(channels.control()) : Optional.empty());
        return walls.ofHypervisor(wall, channels.script(), needs);
    }

    private static List<Path> coming(InstanceChannels channels, boolean outside) {
        return outside ? List.of(channels.parameters(), channels.network()) : List.of(channels.parameters());
    }

    /** Of the console, which is switched to other files, and of the report. */
    private static List<Path> folders(InstanceChannels.Detached detached) {
        return Stream.of(detached.files().console(), detached.report())
                .map(file -> file.toAbsolutePath().getParent())
                .distinct()
                .toList();
    }
}
