package dev.ristretto.kernel.filesystem.ext4;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.ristretto.kernel.filesystem.Directory;
import dev.ristretto.kernel.filesystem.FileFault;
import dev.ristretto.kernel.filesystem.FileFault.Reason;
import dev.ristretto.kernel.filesystem.FileNames;
import dev.ristretto.kernel.filesystem.Inode;
import dev.ristretto.kernel.filesystem.RegularFile;
import dev.ristretto.kernel.filesystem.block.ArrayDevice;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class Ext4VolumeTest {
    private static final int BLOCK_SIZE = 1024;

    private final ArrayDevice device = new ArrayDevice(new byte[8 << 20]);
    private Ext4Volume volume;

    @BeforeEach
    void format() throws Exception {
        Ext4Formatter.format(device, new byte[Ext4Formatter.UUID_SIZE], 1, BLOCK_SIZE);
        volume = mount(device);
    }

    @Test
    void theSameFileIsTheSameObjectAsLongAsSomebodyHasIt() throws Exception {
        RegularFile file = volume.root().createFile("f", 0644);
        volume.root().link("g", file);
        for (int i = 0; i < 600; i++) {
            RegularFile unused = volume.root().createFile("x" + i % 200 + "-" + i, 0644);
            volume.root().remove("x" + i % 200 + "-" + i);
        }
        assertThat(volume.root().find("g")).isSameAs(file);
    }

    @Test
    void aRemovedFileLivesUntilItIsClosedAndIsGoneAfterAPowerCut() throws Exception {
        long free = volume.status().free();
        RegularFile file = volume.root().createFile("f", 0644);
        file.open();
        assertThat(file.write(0, ByteBuffer.allocate(500_000))).isEqualTo(500_000);
        volume.root().remove("f");
        assertThat(file.read(499_999, ByteBuffer.allocate(9))).isEqualTo(1);
        volume.sync();
        assertThat(mount(new ArrayDevice(device.contents())).status().free()).isEqualTo(free);
        assertThat(volume.status().free()).isLessThan(free);
        file.close();
        assertThat(volume.status().free()).isEqualTo(free);
    }

    @Test
    void aFailedCommitMakesTheVolumeReadOnlyAndWhatIsKnownStaysReadable() throws Exception {
        RegularFile file = volume.root().createFile("f", 0644);
        assertThat(file.write(0, ByteBuffer.wrap(new byte[] {7}))).isEqualTo(1);
        device.failAfter(0);
        fails(Reason.IO, volume::sync);
        assertThat(volume.readOnly()).isTrue();
        assertThat(volume.whyReadOnly()).contains("device failed").contains("MEDIUM");
        fails(Reason.READ_ONLY, () -> volume.root().createFile("g", 0644));
        assertThat(volume.root().names()).containsExactlyInAnyOrder("lost+found", "f");
        fails(Reason.IO, volume::sync);
    }

    @Test
    void aFailedWriteLeavesTheFileAsItWas() throws Exception {
        RegularFile file = volume.root().createFile("f", 0644);
        volume.sync();
        long free = volume.status().free();
        device.failAfter(0);
        fails(Reason.IO, () -> file.write(0, ByteBuffer.allocate(5000)));
        assertThat(file.size()).isZero();
        assertThat(volume.status().free()).isEqualTo(free);
    }

    @Test
    void whatCannotBeMakesTheVolumeReadOnlyAndIsRemembered() throws Exception {
        RegularFile unused = volume.root().createFile("f", 0644);
        volume.close();
        byte[] image = device.contents();
        int root = block(image, "lost+found");
        image[root * BLOCK_SIZE + 4] = 3;
        ArrayDevice damaged = new ArrayDevice(image);
        Ext4Volume again = mount(damaged);
        fails(Reason.CORRUPT, () -> again.root().find("f"));
        assertThat(again.readOnly()).isFalse();
        fails(Reason.CORRUPT, () -> again.root().createFile("g", 0644));
        assertThat(again.whyReadOnly()).contains("wrong checksum");
        again.close();
        ArrayDevice last = new ArrayDevice(damaged.contents());
        mount(last).close();
        // The state in the superblock: there were errors (EXT2_ERROR_FS).
        assertThat(last.contents()[1024 + 0x3A] & 2).isEqualTo(2);
    }

    @Test
    void spaceThatWasGivenFreeIsUsedAgainEvenIfAllIsNeeded() throws Exception {
        RegularFile file = volume.root().createFile("f", 0644);
        long all = volume.status().free() * BLOCK_SIZE;
        int most = file.write(0, ByteBuffer.allocate((int) all + 100_000));
        assertThat(most).isGreaterThan((int) (all * 9 / 10)).isLessThanOrEqualTo((int) all);
        fails(Reason.NO_SPACE, () -> file.append(ByteBuffer.allocate(100_000)));
        file.truncate(0);
        assertThat(file.write(0, ByteBuffer.allocate(most))).isEqualTo(most);
    }

    /** Without revocations a replay would bring a directory back that was deleted, over what is there now. */
    @Test
    void aReplayDoesNotOverwriteContentsWithADirectoryThatWasThereBefore() throws Exception {
        Directory directory = volume.root().createDirectory("d", 0755);
        for (int i = 0; i < 40; i++) {
            RegularFile unused = directory.createFile("x".repeat(200) + i, 0644);
        }
        volume.sync();
        for (String name : directory.names()) {
            directory.remove(name);
        }
        volume.root().removeDirectory("d");
        volume.sync();
        byte[] bytes = new byte[(int) volume.status().free() * BLOCK_SIZE];
        Arrays.fill(bytes, (byte) 0x55);
        RegularFile file = volume.root().createFile("f", 0644);
        int count = file.write(0, ByteBuffer.wrap(bytes));
        assertThat(volume.status().free()).isZero();
        volume.sync();
        Ext4Volume again = mount(new ArrayDevice(device.contents()));
        ByteBuffer found = ByteBuffer.allocate(count);
        assertThat(((RegularFile) Objects.requireNonNull(again.root().find("f"))).read(0, found))
                .isEqualTo(count);
        assertThat(Arrays.mismatch(found.array(), 0, count, bytes, 0, count)).isEqualTo(-1);
    }

    @Test
    void aHoleTakesNoSpaceAndReadsAsZeros() throws Exception {
        long free = volume.status().free();
        RegularFile file = volume.root().createFile("f", 0644);
        assertThat(file.write(1L << 40, ByteBuffer.wrap(new byte[] {1}))).isEqualTo(1);
        assertThat(free - volume.status().free()).isLessThan(3);
        ByteBuffer target = ByteBuffer.allocate(10);
        assertThat(file.read((1L << 40) - 5, target)).isEqualTo(6);
        assertThat(target.array()).containsExactly(0, 0, 0, 0, 0, 1, 0, 0, 0, 0);
        fails(Reason.TOO_LARGE, () -> file.truncate(1L << 43));
        fails(Reason.INVALID, () -> file.truncate(-1));
    }

    /** A size beyond the last block that can have a number: what is there would have no end, or a negative one. */
    @Test
    void aFileThatSaysToBeLargerThanFilesCanBeIsCorrupt() throws Exception {
        for (long size : new long[] {Ext4File.largest(BLOCK_SIZE), Ext4File.largest(BLOCK_SIZE) + 1, 1L << 62, -1}) {
            Ext4File file = (Ext4File) volume.root().createFile("f" + size, 0644);
            file.operations().change(() -> {
                file.fields().setSize(size);
                file.store();
            });
        }
        volume.sync();
        Ext4Volume again = mount(new ArrayDevice(device.contents()));
        RegularFile largest =
                (RegularFile) Objects.requireNonNull(again.root().find("f" + Ext4File.largest(BLOCK_SIZE)));
        assertThat(largest.read(largest.size() - 5, ByteBuffer.allocate(9))).isEqualTo(5);
        fails(Reason.CORRUPT, () -> again.root().find("f" + (Ext4File.largest(BLOCK_SIZE) + 1)));
        fails(Reason.CORRUPT, () -> again.root().find("f" + (1L << 62)));
        fails(Reason.CORRUPT, () -> again.root().find("f-1"));
    }

    @Test
    void aCutFileThatGrowsAgainShowsZeros() throws Exception {
        RegularFile file = volume.root().createFile("f", 0644);
        byte[] bytes = new byte[3000];
        new Random(1).nextBytes(bytes);
        assertThat(file.write(0, ByteBuffer.wrap(bytes))).isEqualTo(3000);
        file.truncate(100);
        file.truncate(3000);
        ByteBuffer target = ByteBuffer.allocate(2900);
        assertThat(file.read(100, target)).isEqualTo(2900);
        assertThat(target.array()).containsOnly(0);
    }

    @Test
    void aFragmentedFileHasADeepTreeOfExtentsThatShrinksAgain() throws Exception {
        long free = volume.status().free();
        RegularFile file = volume.root().createFile("f", 0644);
        for (int i = 2000; i >= 0; i--) {
            assertThat(file.write(i * 2L * BLOCK_SIZE, ByteBuffer.wrap(new byte[] {(byte) i})))
                    .isEqualTo(1);
        }
        for (int i = 0; i <= 2000; i++) {
            ByteBuffer one = ByteBuffer.allocate(1);
            assertThat(file.read(i * 2L * BLOCK_SIZE, one)).isEqualTo(1);
            assertThat(one.get(0)).isEqualTo((byte) i);
        }
        file.truncate(0);
        assertThat(volume.status().free()).isEqualTo(free);
        volume.root().remove("f");
    }

    @Test
    void renameKeepsTheRulesOfPosix() throws Exception {
        Directory one = volume.root().createDirectory("one", 0755);
        Directory two = one.createDirectory("two", 0755);
        RegularFile file = one.createFile("f", 0644);
        fails(Reason.INVALID, () -> volume.root().rename("one", two, "x", true));
        fails(Reason.IS_A_DIRECTORY, () -> one.rename("f", one, "two", true));
        fails(Reason.EXISTS, () -> one.rename("two", one, "f", false));
        one.rename("two", volume.root(), "moved", true);
        assertThat(two.parent()).isSameAs(volume.root());
        assertThat(one.links()).isEqualTo(2);
        assertThat(volume.root().links()).isEqualTo(5);
        one.rename("f", two, "g", true);
        assertThat(two.find("g")).isSameAs(file);
    }

    @Test
    void namesThatAreNoTextComeBackAsTheSameBytes() throws Exception {
        byte[] strange = {'a', (byte) 0xFF, (byte) 0xC3, (byte) 0xA9, (byte) 0xE2, (byte) 0x82, 'z'};
        String name = FileNames.decode(strange, 0, strange.length);
        assertThat(name).isEqualTo("a\uDCFFé\uDCE2\uDC82z");
        assertThat(FileNames.encode(name)).isEqualTo(strange);
        RegularFile file = volume.root().createFile(name, 0644);
        assertThat(volume.root().names()).contains(name);
        assertThat(volume.root().find(name)).isSameAs(file);
        fails(Reason.NAME_TOO_LONG, () -> volume.root().createFile("é".repeat(128), 0644));
        fails(Reason.INVALID, () -> volume.root().createFile("..", 0644));
    }

    @Test
    void afterUnmountingAndWithoutAFileSystemNothingCanBeDone() throws Exception {
        Inode unused = volume.root().createFile("f", 0644);
        volume.close();
        fails(Reason.IO, () -> volume.root().find("f"));
        fails(Reason.CORRUPT, () -> mount(new ArrayDevice(new byte[8 << 20])));
    }

    private static int block(byte[] image, String name) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        for (int at = 0; at < image.length - bytes.length; at += 4) {
            if (Arrays.equals(image, at, at + bytes.length, bytes, 0, bytes.length)) {
                return at / BLOCK_SIZE;
            }
        }
        throw new AssertionError(name);
    }

    private static Ext4Volume mount(ArrayDevice device) throws FileFault {
        return Ext4Volume.mount(device, () -> 1_000, false, 1 << 18);
    }

    private static void fails(Reason reason, ThrowingCallable action) {
        assertThatExceptionOfType(FileFault.class)
                .isThrownBy(action)
                .extracting(FileFault::reason)
                .isEqualTo(reason);
    }
}
