package dev.ristretto.run.vmm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelFileTest {

    @TempDir
    Path folder;

    @Test
    void aFileThatLinuxEntersInHighCodeCanBeAProcessAndIsMadeExecutable() throws Exception {
        Path kernel = kernel(0x1000_0010_74c0L);
        assertThat(KernelFile.canBeProcess(kernel)).isTrue();
        KernelFile.prepareAsProcess(kernel);
        assertThat(kernel).isExecutable();
    }

    @Test
    void aFileWhoseEntryIs32BitCodeCannot() throws Exception {
        Path kernel = kernel(0x10_0018L);
        assertThat(KernelFile.canBeProcess(kernel)).isFalse();
        assertThatThrownBy(() -> KernelFile.prepareAsProcess(kernel))
                .isInstanceOf(HypervisorException.class)
                .hasMessageContaining("build it again");
    }

    @Test
    void neitherCanAFileWithoutHeader() throws Exception {
        assertThat(KernelFile.canBeProcess(Files.write(folder.resolve("empty"), new byte[0])))
                .isFalse();
        assertThat(KernelFile.canBeProcess(folder.resolve("missing"))).isFalse();
    }

    private Path kernel(long entry) throws Exception {
        ByteBuffer header = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
        header.putInt(0, 0x464c457f).putLong(24, entry);
        return Files.write(folder.resolve("kernel"), header.array());
    }
}
