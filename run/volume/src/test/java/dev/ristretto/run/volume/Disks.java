package dev.ristretto.run.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ristretto.kernel.filesystem.FileSystem;
import dev.ristretto.kernel.filesystem.RegularFile;
import dev.ristretto.kernel.filesystem.block.ChannelBlockDevice;
import dev.ristretto.kernel.filesystem.ext4.Ext4Volume;
import dev.ristretto.run.host.Command;
import dev.ristretto.run.host.Command.Result;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;

/** What instances do to disks, and what e2fsck says of them. */
final class Disks {

    private static final Path CHECKER = Path.of("/usr/sbin/e2fsck");

    private Disks() {}

    /** Something that is done to a mounted disk. */
    @FunctionalInterface
    interface Change {
        void make(FileSystem files) throws Exception;
    }

    /** Mounts, changes and unmounts. */
    static void change(Path disk, Change change) throws Exception {
        mount(disk, true, change);
    }

    /** Mounts and changes; then power fails, with what was done in the journal. */
    static void changeAndCrash(Path disk, Change change) throws Exception {
        mount(disk, false, change);
    }

    private static void mount(Path disk, boolean unmount, Change change) throws Exception {
        try (FileChannel channel = FileChannel.open(disk, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            Ext4Volume volume = Ext4Volume.mount(new ChannelBlockDevice(channel, false), () -> 0, false, 1 << 20);
            change.make(new FileSystem(volume));
            volume.sync();
            if (unmount) {
                volume.close();
            }
        }
    }

    static void write(FileSystem files, String path, String text) throws Exception {
        RegularFile file =
                (RegularFile) files.findOrCreate(path, false, true, 0644).inode();
        int unused = file.write(0, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    static String read(Path disk, String path) throws Exception {
        ByteBuffer text = ByteBuffer.allocate(1000);
        change(disk, files -> {
            int unused = ((RegularFile) files.find(path, true)).read(0, text);
        });
        return new String(text.array(), 0, text.position(), StandardCharsets.UTF_8);
    }

    /** Skips the rest of a test without e2fsck, but not where CI=true says so. */
    static void requireChecker() {
        assumeTrue(Files.isExecutable(CHECKER) || "true".equals(System.getenv("CI")), "e2fsck is not installed");
    }

    /** e2fsck changes nothing and has to find nothing. */
    static void requireClean(Path disk) throws Exception {
        if (Files.isExecutable(CHECKER) || "true".equals(System.getenv("CI"))) {
            Result result = Command.run(List.of(CHECKER.toString(), "-fn", disk.toString()), Duration.ofMinutes(1));
            assertThat(result.status()).as(result.output()).isZero();
        }
    }
}
