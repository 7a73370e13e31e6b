package dev.ristretto.run.volume;

import dev.ristretto.kernel.filesystem.block.ChannelBlockDevice;
import dev.ristretto.kernel.filesystem.erofs.ErofsVolume;
import dev.ristretto.run.volume.files.FileSource;
import dev.ristretto.run.volume.files.FileTree;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/**
 * The files in an EROFS file system, as images bring it.
 *
 * @param file that has it
 */
public record ErofsFiles(Path file) implements FileSource {
    private static final int CACHE_BYTES = 4 << 20;

    /**
     * {@inheritDoc}
     *
     * @throws VolumeException if it cannot be read, or the work fails
     */
    @Override
    public <T> T read(String complaint, Reading<T> work) {
        return VolumeStore.attempt(complaint, () -> {
            try (FileChannel channel = FileChannel.open(file)) {
                return work.run(
                        FileTree.of(ErofsVolume.mount(new ChannelBlockDevice(channel, true), () -> 0, CACHE_BYTES)));
            }
        });
    }
}
