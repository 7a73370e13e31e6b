package dev.ristretto.kernel.filesystem.erofs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.ristretto.kernel.filesystem.Directory;
import dev.ristretto.kernel.filesystem.FileFault;
import dev.ristretto.kernel.filesystem.FileKind;
import dev.ristretto.kernel.filesystem.HostTool;
import dev.ristretto.kernel.filesystem.HostTree;
import dev.ristretto.kernel.filesystem.RandomChanges;
import dev.ristretto.kernel.filesystem.SpecialFile;
import dev.ristretto.kernel.filesystem.TreeProbe;
import dev.ristretto.kernel.filesystem.block.ArrayDevice;
import dev.ristretto.kernel.filesystem.block.LittleEndian;
import dev.ristretto.kernel.filesystem.memory.MemoryVolume;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ErofsTest {
    private static final int IMAGES = Integer.getInteger("filesystem.images", 500);
    private static final long SEED = Long.getLong("filesystem.seed", 0);
    private static final long NOW = 1_700_000_000_123_456_789L;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"-T1700000000", "-T1 --all-root", "-x-1", "-x1"})
    void whatLinuxMakesIsRead(String options) throws Exception {
        HostTool.require("mkfs.erofs");
        Path tree = HostTree.make(folder.resolve("tree"));
        Path image = folder.resolve("image");
        String[] words = (options + " " + image + " " + tree).split(" ");
        String unused = HostTool.succeed("mkfs.erofs", words);
        HostTree.compare(tree, mount(new ArrayDevice(Files.readAllBytes(image))).root(), "");
    }

    @Test
    void whatIsCompressedIsRefused() throws Exception {
        HostTool.require("mkfs.erofs");
        Path tree = HostTree.make(folder.resolve("tree"));
        Path unused = Files.write(tree.resolve("zeros"), new byte[200_000]);
        Path image = folder.resolve("image");
        String said = HostTool.succeed("mkfs.erofs", "-zlz4", "-C65536", image.toString(), tree.toString());
        assertThatExceptionOfType(FileFault.class)
                .as(said)
                .isThrownBy(() -> mount(new ArrayDevice(Files.readAllBytes(image))))
                .matches(e -> e.reason() == FileFault.Reason.UNSUPPORTED);
    }

    /** Trees come from random work on a model, which then says what has to be in the image. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void whatWeMakeIsReadByUsAndByLinux(long number) throws Exception {
        MemoryVolume model = model(SEED + number, 3000);
        ArrayDevice device = write(model);
        RandomChanges comparison = new RandomChanges(SEED + number, mount(device), model, 1);
        comparison.compare("in the image");
        HostTool.require("fsck.erofs");
        Path image = folder.resolve("image");
        HostTool.save(device, image);
        HostTool.Result result = HostTool.run("fsck.erofs", "-d3", image.toString());
        assertThat(result.status()).as(result.output()).isZero();
        assertThat(HostTool.succeed("dump.erofs", "-s", image.toString())).contains("0xE0F5E1E2");
    }

    @Test
    void linuxUnpacksWhatWeMake() throws Exception {
        HostTool.require("fsck.erofs");
        MemoryVolume model = new MemoryVolume(1L << 30, () -> NOW);
        Directory directory = model.root().createDirectory("d", 0755);
        for (int i = 0; i < 1000; i++) {
            byte[] bytes = new byte[i * 17];
            new Random(i).nextBytes(bytes);
            int unused = directory.createFile("file number " + i, 0644).write(0, ByteBuffer.wrap(bytes));
        }
        directory.link("again", Objects.requireNonNull(directory.find("file number 7")));
        Path image = folder.resolve("image");
        HostTool.save(write(model), image);
        Path unpacked = folder.resolve("unpacked");
        String unused = HostTool.succeed("fsck.erofs", "--extract=" + unpacked, image.toString());
        for (int i = 0; i < 1000; i++) {
            byte[] bytes = new byte[i * 17];
            new Random(i).nextBytes(bytes);
            assertThat(Files.readAllBytes(unpacked.resolve("d/file number " + i)))
                    .isEqualTo(bytes);
        }
        assertThat(unpacked.resolve("d/again")).hasSize(7 * 17);
    }

    @Test
    void theSameInputGivesTheSameBytes() throws Exception {
        assertThat(write(model(9, 1000)).contents())
                .isEqualTo(write(model(9, 1000)).contents());
    }

    @Test
    void nothingCanBeChanged() throws Exception {
        MemoryVolume model = new MemoryVolume(1L << 20, () -> NOW);
        SpecialFile unused = model.root().createSpecial("pipe", FileKind.PIPE, 0, 0600);
        ErofsVolume volume = mount(write(model));
        assertThat(volume.readOnly()).isTrue();
        assertThatExceptionOfType(FileFault.class)
                .isThrownBy(() -> volume.root().remove("pipe"))
                .matches(e -> e.reason() == FileFault.Reason.READ_ONLY);
    }

    @Test
    @Timeout(1200)
    void damagedImagesFailAsFilesDo() throws Exception {
        MemoryVolume model = new MemoryVolume(1L << 30, () -> NOW);
        TreeProbe.populate(model);
        byte[] whole = write(model).contents();
        for (int i = 0; i < IMAGES; i++) {
            Random random = new Random(SEED + i);
            byte[] image = whole.clone();
            for (int times = 1 + random.nextInt(20); times > 0; times--) {
                // Not the checksum of the first block, which would find all the rest that is there.
                image[
                                random.nextInt(4) == 0
                                        ? 1032 + random.nextInt(100)
                                        : 4096 + random.nextInt(image.length - 4096)] =
                        (byte) random.nextInt();
            }
            LittleEndian.put32(image, 1032, random.nextInt(2) * 2);
            try {
                TreeProbe.walk(mount(new ArrayDevice(image).limit(500_000)), 3000);
            } catch (FileFault e) {
                assertThat(e.getMessage()).isNotEmpty();
            } catch (RuntimeException | Error e) {
                throw new AssertionError("seed " + (SEED + i), e);
            }
        }
    }

    private static MemoryVolume model(long seed, int steps) throws FileFault {
        MemoryVolume model = new MemoryVolume(1L << 30, () -> NOW);
        RandomChanges changes = new RandomChanges(seed, model, new MemoryVolume(1L << 30, () -> NOW), 120);
        for (int step = 0; step < steps; step++) {
            changes.step(step);
        }
        changes.closeAll();
        return model;
    }

    private static ArrayDevice write(MemoryVolume model) throws FileFault {
        ErofsWriter writer = new ErofsWriter(model.root(), new byte[16], NOW);
        ArrayDevice device = new ArrayDevice(new byte[(int) writer.size()]);
        writer.write(device);
        return device;
    }

    private static ErofsVolume mount(ArrayDevice device) throws FileFault {
        return ErofsVolume.mount(device, () -> NOW, 1 << 18);
    }
}
