package dev.ristretto.kernel.filesystem.ext4;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.ristretto.kernel.filesystem.FileFault;
import dev.ristretto.kernel.filesystem.HostTool;
import dev.ristretto.kernel.filesystem.Volume;
import dev.ristretto.kernel.filesystem.block.MemoryBlockDevice;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Ext4FormatterTest {
    private static final long NOW = 1_700_000_000_123_456_789L;
    private static final byte[] UUID = new byte[Ext4Formatter.UUID_SIZE];

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "1024, 2097152", "1024, 8388608", "1024, 8389632", "1024, 67108864", "1024, 300000000", "2048, 50000000",
        "4096, 8388608", "4096, 67108864", "4096, 134217728", "4096, 134230016", "4096, 1073741824", "4096, 9000000000"
    })
    void whatItMakesIsWithoutFault(int blockSize, long size) throws Exception {
        MemoryBlockDevice device = new MemoryBlockDevice(size);
        Ext4Formatter.format(device, UUID, NOW, blockSize);
        Volume volume = Ext4Volume.mount(device, () -> NOW, false, 1 << 20);
        assertThat(volume.root().names()).containsExactly("lost+found");
        assertThat(volume.root().created()).isEqualTo(NOW);
        volume.close();
        HostTool.require("e2fsck");
        HostTool.checkExt4(device, folder, size + " bytes");
    }

    @Test
    void theSameInputGivesTheSameBytes() throws Exception {
        Path one = image("one", new MemoryBlockDevice(20_000_000));
        Path two = image("two", new MemoryBlockDevice(20_000_000));
        assertThat(Files.mismatch(one, two)).isEqualTo(-1);
    }

    @Test
    void aDeviceThatIsTooSmallIsRefused() {
        assertThatExceptionOfType(FileFault.class)
                .isThrownBy(() -> Ext4Formatter.format(new MemoryBlockDevice(1 << 20), UUID, NOW))
                .withMessage("1048576 bytes are too few for ext4, which needs 8388608");
    }

    private Path image(String name, MemoryBlockDevice device) throws Exception {
        Ext4Formatter.format(device, UUID, NOW);
        HostTool.save(device, folder.resolve(name));
        return folder.resolve(name);
    }
}
