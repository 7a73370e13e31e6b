package dev.ristretto.kernel.filesystem.ext4;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.ristretto.kernel.filesystem.Directory;
import dev.ristretto.kernel.filesystem.FileFault;
import dev.ristretto.kernel.filesystem.FileSystem;
import dev.ristretto.kernel.filesystem.HostTool;
import dev.ristretto.kernel.filesystem.HostTree;
import dev.ristretto.kernel.filesystem.RandomChanges;
import dev.ristretto.kernel.filesystem.RegularFile;
import dev.ristretto.kernel.filesystem.Volume;
import dev.ristretto.kernel.filesystem.VolumeStatus;
import dev.ristretto.kernel.filesystem.block.ArrayDevice;
import dev.ristretto.kernel.filesystem.memory.MemoryVolume;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Linux's own tools and we understand each other's file systems. */
class Ext4InteropTest {
    private static final int STEPS = Integer.getInteger("filesystem.steps", 500);

    @TempDir
    private Path folder;

    private final AtomicLong time = new AtomicLong(1_700_000_000_000_000_000L);

    @BeforeEach
    void needTools() {
        HostTool.require("mkfs.ext4");
        HostTool.require("e2fsck");
        HostTool.require("debugfs");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-b 4096",
                "-b 1024",
                "-b 1024 -O ^metadata_csum",
                "-b 4096 -O ^metadata_csum,uninit_bg",
                "-b 1024 -O ^64bit",
                "-b 4096 -O ^has_journal",
                "-b 1024 -O ^dir_index",
                "-b 1024 -O sparse_super2,^resize_inode",
                "-b 1024 -O meta_bg,^resize_inode",
                "-b 4096 -I 128",
                "-b 1024 -O ^flex_bg",
                "-b 1024 -O metadata_csum_seed",
                "-b 2048 -O orphan_file",
                "-b 1024 -O large_dir",
                "-b 1024 -O ^huge_file,^dir_nlink,^extra_isize",
                "-b 1024 -O fast_commit",
                "-b 1024 -O ^filetype",
                "-b 1024 -I 512 -O 64bit,metadata_csum"
            })
    void whatLinuxMakesIsReadAndChangedAsLinuxWould(String options) throws Exception {
        Path tree = HostTree.make(folder.resolve("tree"));
        ArrayDevice device = HostTool.makeExt4(folder, options, 24, tree);
        Ext4Volume volume = Ext4Volume.mount(device, time::get, false, 1 << 18);
        assertThat(volume.whyReadOnly()).isNull();
        HostTree.compare(tree, volume.root(), "");
        Directory below = volume.root().createDirectory("changed", 0755);
        RandomChanges changes = new RandomChanges(options.hashCode(), under(below), model(), 60)
                .onlySeconds(options.contains("-I 128"));
        for (int step = 0; step < STEPS; step++) {
            time.addAndGet(1_000);
            changes.step(step);
        }
        changes.closeAll();
        changes.compare("at the end");
        volume.close();
        HostTool.checkExt4(device, folder, options);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ':',
            value = {
                "-b 1024 -O ^extent,^64bit: extent",
                "-b 4096 -O bigalloc: bigalloc",
                "-b 1024 -O quota: quota",
                "-b 1024 -O project,quota: project"
            })
    void whatCannotBeWrittenIsReadOnlyByName(String options, String feature) throws Exception {
        Path tree = HostTree.make(folder.resolve("tree"));
        ArrayDevice device = HostTool.makeExt4(folder, options, 64, tree);
        Ext4Volume volume = Ext4Volume.mount(device, time::get, false, 1 << 18);
        assertThat(volume.whyReadOnly()).contains("ext4 feature").contains(feature);
        HostTree.compare(tree, volume.root(), "");
        assertThatExceptionOfType(FileFault.class)
                .isThrownBy(() -> volume.root().createFile("x", 0644))
                .matches(e -> e.reason() == FileFault.Reason.READ_ONLY);
        int before = device.writes();
        volume.close();
        assertThat(device.writes()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"inline_data", "casefold", "encrypt", "ea_inode", "mmp"})
    void whatCannotBeReadIsRefusedByName(String feature) throws Exception {
        ArrayDevice device = HostTool.makeExt4(folder, "-b 1024 -O " + feature, 24, null);
        assertThatExceptionOfType(FileFault.class)
                .isThrownBy(() -> Ext4Volume.mount(device, time::get, false, 1 << 18))
                .withMessage("ext4 feature " + feature)
                .matches(e -> e.reason() == FileFault.Reason.UNSUPPORTED);
    }

    @Test
    void linuxReadsWhatWeWrote() throws Exception {
        ArrayDevice device = new ArrayDevice(new byte[24 << 20]);
        Ext4Formatter.format(device, new byte[Ext4Formatter.UUID_SIZE], time.get());
        Ext4Volume volume = Ext4Volume.mount(device, time::get, false, 1 << 18);
        FileSystem files = new FileSystem(volume);
        Directory unused = files.createDirectory("/d", 0755);
        byte[] bytes = new byte[3_000_000];
        new Random(1).nextBytes(bytes);
        RegularFile file =
                (RegularFile) files.findOrCreate("/d/file", true, true, 0640).inode();
        assertThat(file.write(100_000, ByteBuffer.wrap(bytes))).isEqualTo(bytes.length);
        files.createSymbolicLink("t".repeat(200), "/d/long");
        files.createSymbolicLink("short", "/d/short");
        file.setAttribute("user.origin", new byte[] {'h', 'i'}, time.get());
        for (int i = 0; i < 1000; i++) {
            files.findOrCreate("/d/name-of-file-" + i, true, true, 0644);
        }
        volume.close();
        Path image = folder.resolve("image");
        HostTool.save(device, image);
        Path dumped = folder.resolve("dumped");
        String said = HostTool.succeed("debugfs", "-R", "dump /d/file " + dumped, image.toString());
        byte[] expected = new byte[100_000 + bytes.length];
        System.arraycopy(bytes, 0, expected, 100_000, bytes.length);
        assertThat(Files.readAllBytes(dumped)).as(said).isEqualTo(expected);
        assertThat(HostTool.succeed("debugfs", "-R", "stat /d/long", image.toString()))
                .contains("Size: 200");
        assertThat(HostTool.succeed("debugfs", "-R", "stat /d/short", image.toString()))
                .contains("Fast link dest: \"short\"");
        assertThat(HostTool.succeed("debugfs", "-R", "ea_get /d/file user.origin", image.toString()))
                .contains("\"hi\"");
        assertThat(HostTool.succeed("debugfs", "-R", "htree_dump /d", image.toString()))
                .contains("Hash Version: 1");
        assertThat(HostTool.succeed("debugfs", "-R", "ls -p /d", image.toString())
                        .lines())
                .filteredOn(line -> line.contains("name-of-file-"))
                .hasSize(1000);
    }

    private MemoryVolume model() {
        return new MemoryVolume(1L << 30, time::get);
    }

    /** A directory as if it were all of a volume. */
    private static Volume under(Directory root) {
        return new Volume() {
            @Override
            public Directory root() {
                return root;
            }

            @Override
            public VolumeStatus status() {
                throw new UnsupportedOperationException();
            }

            @Override
            public boolean readOnly() {
                return false;
            }

            @Override
            public long now() {
                return 0;
            }

            @Override
            public void sync() {}

            @Override
            public void close() {}
        };
    }
}
