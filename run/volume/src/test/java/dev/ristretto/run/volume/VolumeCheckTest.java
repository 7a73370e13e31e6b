package dev.ristretto.run.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class VolumeCheckTest {

    private static final int BLOCK = 4096;

    @TempDir
    Path folder;

    private VolumeStore store;
    private StoredVolume volume;

    @BeforeEach
    void create() throws Exception {
        store = new VolumeStore(folder);
        volume = store.create("data", 16L << 20);
        Disks.change(volume.disk(), files -> {
            files.createDirectory("/d", 0755);
            Disks.write(files, "/d/a", "x".repeat(100_000));
            Disks.write(files, "/b", "text");
            files.link("/b", "/d/also-b");
            files.createSymbolicLink("/d/a", "/l");
        });
    }

    @Test
    void aSoundVolumeIsCounted() {
        CheckReport report = store.check("data");
        assertThat(report.faults()).isEmpty();
        assertThat(report.sound()).isTrue();
        assertThat(report.files()).isEqualTo(3);
        assertThat(report.directories()).as("root, lost+found and /d").isEqualTo(3);
        assertThat(report.bytes()).isEqualTo(16L << 20);
        assertThat(report.usedBytes()).isBetween(4L << 20, 6L << 20);
    }

    @Test
    void theJournalIsReplayedBefore() throws Exception {
        Disks.changeAndCrash(volume.disk(), files -> Disks.write(files, "/late", "text"));
        CheckReport report = store.check("data");
        assertThat(report.faults()).isEmpty();
        assertThat(report.files()).isEqualTo(4);
        Disks.requireClean(volume.disk());
    }

    @Test
    void whatHasNoFileSystemAnyMoreIsOneFault() throws Exception {
        overwrite(0, new byte[2 * BLOCK]);
        CheckReport report = store.check("data");
        assertThat(report.faults()).containsExactly("superblock: there is no ext4 file system");
        assertThat(store.fileSystem(store.get("data"))).isEmpty();
        assertThat(store.snapshot("data", "copy").size())
                .as("a copy to be repaired")
                .isEqualTo(16L << 20);
        assertThatThrownBy(() -> store.use("web").take("data", true))
                .hasMessage("Volume data cannot be used: superblock: there is no ext4 file system");
        store.remove("data");
    }

    @Test
    void bitmapsThatHaveChangedAreFaults() throws Exception {
        // Of group 0: superblock, descriptors, bitmap of blocks, bitmap of inodes.
        byte[] bits = new byte[BLOCK];
        read(2 * BLOCK, bits);
        bits[bits.length / 16] ^= 1;
        overwrite(2 * BLOCK, bits);
        assertThat(store.check("data").faults())
                .anyMatch(fault -> fault.startsWith("group 0: its bitmap of blocks has a wrong checksum"))
                .anyMatch(fault -> fault.startsWith("group 0: ") && fault.endsWith(" by its bitmap"));
    }

    @Test
    void anyDamageIsFoundOrDoesNoHarm() throws Exception {
        Random random = new Random(42);
        byte[] intact = new byte[64 * BLOCK];
        read(0, intact);
        int found = 0;
        for (int round = 0; round < 40; round++) {
            byte[] damaged = intact.clone();
            // Superblock, descriptors, bitmaps, and the first inodes.
            int block = random.nextInt(5);
            for (int i = 0; i < 16; i++) {
                damaged[block * BLOCK + random.nextInt(BLOCK)] ^= (byte) (1 << random.nextInt(8));
            }
            overwrite(0, damaged);
            found += store.check("data").sound() ? 0 : 1;
        }
        assertThat(found).isGreaterThan(20);
        overwrite(0, intact);
        assertThat(store.check("data").faults()).isEmpty();
    }

    private void read(long position, byte[] bytes) throws Exception {
        try (FileChannel channel = FileChannel.open(volume.disk())) {
            assertThat(channel.read(ByteBuffer.wrap(bytes), position)).isEqualTo(bytes.length);
        }
    }

    private void overwrite(long position, byte[] bytes) throws Exception {
        try (FileChannel channel = FileChannel.open(volume.disk(), StandardOpenOption.WRITE)) {
            assertThat(channel.write(ByteBuffer.wrap(bytes), position)).isEqualTo(bytes.length);
        }
    }
}
