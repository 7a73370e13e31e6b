package dev.ristretto.run.vmm.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ristretto.run.host.Command;
import dev.ristretto.run.host.VerdictCache;
import dev.ristretto.run.vmm.HypervisorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The probe itself, on the real QEMU where there is one. */
class ProbeImageTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private QemuProgram qemu;

    @BeforeEach
    void findQemu() {
        Optional<QemuProgram> found;
        try {
            found = Optional.of(QemuProgram.find(System.getenv("PATH"), new VerdictCache(folder)));
        } catch (HypervisorException e) {
            found = Optional.empty();
        }
        assumeTrue(found.isPresent(), "QEMU is not installed");
        qemu = found.orElseThrow();
        assumeTrue(!qemu.version().isOlderThan(QemuVersion.OLDEST_FOR_EMULATION), "this QEMU does not emulate AVX2");
    }

    @Test
    void theImageSucceedsOnAProcessorThatHasEverythingItNeeds() throws Exception {
        assertThat(boot("max").status()).isEqualTo(ProbeImage.SUCCESS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"max,-avx", "max,-avx2", "max,-xsave"})
    void theImageIsResetOnAProcessorThatLacksSomething(String processor) throws Exception {
        assertThat(boot(processor).status()).isZero();
    }

    private Command.Result boot(String cpu) throws Exception {
        Path image = Files.write(folder.resolve("probe.elf"), ProbeImage.bytes());
        return Command.run(KvmProbe.command(qemu, "tcg", cpu, image), PATIENCE);
    }
}
