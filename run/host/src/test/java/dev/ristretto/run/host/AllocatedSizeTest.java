package dev.ristretto.run.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AllocatedSizeTest {

    @TempDir
    Path folder;

    @Test
    void holesTakeNothing() throws Exception {
        Path sparse = folder.resolve("with a blank");
        try (FileChannel channel = FileChannel.open(sparse, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.allocate(1), (64 << 20) - 1);
        }
        Path full = Files.write(folder.resolve("full"), new byte[1 << 20]);
        Map<Path, Long> sizes = AllocatedSize.of(List.of(sparse, full, folder.resolve("missing")));
        assertThat(sizes).containsOnlyKeys(sparse, full);
        assertThat(sizes.get(sparse)).isLessThan(1 << 20);
        assertThat(AllocatedSize.of(List.of())).isEmpty();
    }
}
