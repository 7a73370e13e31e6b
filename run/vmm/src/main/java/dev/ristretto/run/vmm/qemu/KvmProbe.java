package dev.ristretto.run.vmm.qemu;

import dev.ristretto.run.host.Command;
import dev.ristretto.run.host.VerdictCache;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Finds out whether KVM really works on this host.
 *
 * <p>A device file that can be opened proves little: in nested virtualization without hardware support KVM exists and
 * fails at the first privileged instruction that it cannot emulate. So a tiny image is booted, and its verdict is kept
 * until the next boot of the host or the next change of QEMU.
 */
final class KvmProbe {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Path device;
    private final VerdictCache cache;

    KvmProbe(Path device, VerdictCache cache) {
        this.device = device;
        this.cache = cache;
    }

    /** Returns why KVM cannot be used, in one line; empty if it works. */
    Optional<String> obstacle(QemuProgram qemu) {
        if (!Files.exists(device)) {
            return Optional.of(
                    device + " does not exist (no hardware virtualization here, or the kernel module is not loaded)");
        }
        if (!Files.isReadable(device) || !Files.isWritable(device)) {
            return Optional.of("no permission for " + device + " (sudo usermod -aG kvm $USER, then log in again)");
        }
        String question = "kvm " + device + " " + VerdictCache.thisBoot() + " " + VerdictCache.identity(qemu.path());
        return cache.obstacle(question, false, () -> boot(qemu));
    }

    private Optional<String> boot(QemuProgram qemu) {
        try {
            Path image = Files.createTempFile("ristretto-probe", ".elf");
            try {
                Files.write(image, ProbeImage.bytes());
                return judge(Command.run(command(qemu, "kvm", "host", image), PATIENCE));
            } finally {
                Files.deleteIfExists(image);
            }
        } catch (IOException e) {
            return Optional.of(device + " could not be tried: " + e.getMessage());
        }
    }

    /** The command line that boots a probe image, with the devices it needs. */
    static List<String> command(QemuProgram qemu, String accelerator, String cpu, Path image) {
        return List.of(
                qemu.path().toString(),
                "-M",
                "microvm",
                "-accel",
                accelerator,
                "-cpu",
                cpu,
                "-m",
                "16M",
                "-nodefaults",
                "-no-user-config",
                "-no-reboot",
                "-display",
                "none",
                "-device",
                QemuCommandLine.EXIT_DEVICE,
                "-kernel",
                image.toString());
    }

    private Optional<String> judge(Command.Result result) {
        if (result.status() == ProbeImage.SUCCESS) {
            return Optional.empty();
        }
        String symptom;
        if (result.status() == -1) {
            symptom = "a test program of a few instructions did not end in " + PATIENCE.toSeconds() + " s";
        } else {
            symptom = result.output()
                    .lines()
                    .filter(line -> !line.isBlank())
                    .findFirst()
                    .map(line -> line.replaceFirst("^.*?" + QemuProgram.NAME + ": ", ""))
                    .orElse("a test program of a few instructions was reset");
        }
        return Optional.of(device + " exists but does not work (" + symptom + ")");
    }
}
