package dev.ristretto.run.vmm.qemu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ristretto.run.host.VerdictCache;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** KVM counts as working only if a test program ran to its end. */
class KvmProbeTest {

    @TempDir
    Path folder;

    private Path device;
    private KvmProbe probe;

    @BeforeEach
    void pretendThatThereIsADevice() throws IOException {
        device = Files.createFile(folder.resolve("kvm"));
        probe = new KvmProbe(device, new VerdictCache(folder.resolve("cache")));
    }

    @Test
    void aMissingDeviceIsNamed() throws IOException {
        Files.delete(device);
        assertThat(probe.obstacle(qemu("exit 43")))
                .hasValueSatisfying(reason -> assertThat(reason).startsWith(device + " does not exist"));
    }

    @Test
    void aProbeThatRunsToItsEndMeansThatKvmWorks() throws IOException {
        assertThat(probe.obstacle(qemu("exit 43"))).isEmpty();
    }

    @Test
    void aFailingProbeIsExplainedWithQemusFirstLine() throws IOException {
        QemuProgram qemu = qemu("echo 'qemu-system-x86_64: error: failed to set MSR' >&2; echo more >&2; exit 134");
        assertThat(probe.obstacle(qemu)).hasValue(device + " exists but does not work (error: failed to set MSR)");
    }

    @Test
    void aProbeThatIsResetIsNotASuccess() throws IOException {
        assertThat(probe.obstacle(qemu("exit 0")))
                .hasValueSatisfying(reason -> assertThat(reason).contains("was reset"));
    }

    @Test
    void theVerdictIsRememberedUntilQemuChanges() throws IOException {
        QemuProgram first = qemu("echo x >> " + folder.resolve("runs") + "; exit 43");
        probe.obstacle(first);
        probe.obstacle(first);
        assertThat(Files.readAllLines(folder.resolve("runs"))).hasSize(1);
        QemuProgram changed = qemu("echo x >> " + folder.resolve("runs") + "; echo changed; exit 1");
        assertThat(probe.obstacle(changed)).isPresent();
        assertThat(Files.readAllLines(folder.resolve("runs"))).hasSize(2);
    }

    private QemuProgram qemu(String script) throws IOException {
        Path program = folder.resolve(QemuProgram.NAME);
        Files.writeString(program, "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        return new QemuProgram(program, QemuVersion.OLDEST_FOR_EMULATION);
    }
}
