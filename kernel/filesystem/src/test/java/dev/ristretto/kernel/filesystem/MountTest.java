package dev.ristretto.kernel.filesystem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ristretto.kernel.filesystem.FileFault.Reason;
import dev.ristretto.kernel.filesystem.block.MemoryBlockDevice;
import dev.ristretto.kernel.filesystem.ext4.Ext4Formatter;
import dev.ristretto.kernel.filesystem.ext4.Ext4Volume;
import dev.ristretto.kernel.filesystem.memory.MemoryVolume;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Paths that lead from one volume into another. */
class MountTest {
    private static final int PERMISSIONS = 0755;

    /** Two blocks: what a file in memory takes at a time. */
    private static final int UNIT = 8192;

    private FileSystem files;
    private Ext4Volume volume;

    @BeforeEach
    void mount() throws Exception {
        files = new FileSystem(new MemoryVolume(1 << 20, () -> 0));
        files.createDirectory("/data", PERMISSIONS);
        files.createDirectory("/data/hidden", PERMISSIONS);
        files.createDirectory("/tmp", PERMISSIONS);
        MemoryBlockDevice device = new MemoryBlockDevice(8 << 20);
        Ext4Formatter.format(device, new byte[Ext4Formatter.UUID_SIZE], 0);
        volume = Ext4Volume.mount(device, () -> 0, false, 1 << 20);
        files.mount("/data", volume);
    }

    private static void fails(Reason reason, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        FileFault.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }

    private void write(String path, String text) throws FileFault {
        RegularFile file =
                (RegularFile) files.findOrCreate(path, false, true, 0644).inode();
        file.truncate(0);
        file.append(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    private String read(String path) throws FileFault {
        ByteBuffer bytes = ByteBuffer.allocate(100);
        ((RegularFile) files.find(path, true)).read(0, bytes);
        return StandardCharsets.UTF_8.decode(bytes.flip()).toString();
    }

    @Test
    void pathsLeadIntoTheVolumeAndBack() throws Exception {
        files.createDirectory("/data/deep", PERMISSIONS);
        write("/data/deep/file", "there");
        assertThat(read("/tmp/../data/./deep/../deep/file")).isEqualTo("there");
        assertThat(volume.root().find("deep")).isSameAs(files.find("/data/deep", true));
        assertThat(files.find("/data/..", true)).isSameAs(files.find("/", true));
        assertThat(files.find("/data/deep/../..", true)).isSameAs(files.find("/", true));
        fails(Reason.NOT_FOUND, () -> files.find("/data/hidden", true));
        assertThat(files.realPath("/tmp/../data/deep/../deep/file")).isEqualTo("/data/deep/file");
        assertThat(files.realPath("/data/deep/..")).isEqualTo("/data");
        assertThat(files.realPath("/data/../tmp")).isEqualTo("/tmp");
    }

    @Test
    void linksLeadAcross() throws Exception {
        write("/data/file", "there");
        write("/tmp/other", "here");
        files.createSymbolicLink("/data/file", "/tmp/link");
        files.createSymbolicLink("../tmp/other", "/data/link");
        assertThat(read("/tmp/link")).isEqualTo("there");
        assertThat(read("/data/link")).isEqualTo("here");
        assertThat(files.realPath("/data/link")).isEqualTo("/tmp/other");
    }

    @Test
    void eachFileKnowsItsMount() throws Exception {
        write("/data/file", "there");
        assertThat(files.locate("/data/file", true).mount().path()).isEqualTo("/data");
        assertThat(files.locate("/data", true).mount().number()).isEqualTo(2);
        assertThat(files.locate("/data/..", true).mount().number()).isEqualTo(Mount.ROOT_NUMBER);
        assertThat(files.findOrCreate("/data/new", true, true, 0644).mount().path())
                .isEqualTo("/data");
        assertThat(files.findOrCreate("/data/new", false, true, 0644).mount().path())
                .isEqualTo("/data");
        assertThat(files.mounts()).extracting(Mount::path).containsExactly("/", "/data");
    }

    @Test
    void namesStayInTheirVolume() throws Exception {
        write("/data/file", "there");
        write("/tmp/file", "here");
        fails(Reason.CROSS_DEVICE, () -> files.rename("/data/file", "/tmp/moved"));
        fails(Reason.CROSS_DEVICE, () -> files.rename("/tmp/file", "/data/moved"));
        fails(Reason.CROSS_DEVICE, () -> files.link("/tmp/file", "/data/linked"));
        files.rename("/data/file", "/data/moved");
        files.link("/data/moved", "/data/linked");
        assertThat(read("/data/linked")).isEqualTo("there");
    }

    @Test
    void aMountStaysWhereItIs() throws Exception {
        fails(Reason.BUSY, () -> files.removeDirectory("/data"));
        fails(Reason.BUSY, () -> files.remove("/data"));
        fails(Reason.BUSY, () -> files.rename("/data", "/elsewhere"));
        fails(Reason.BUSY, () -> files.rename("/tmp", "/data"));
        fails(Reason.EXISTS, () -> files.createDirectory("/data", PERMISSIONS));
        MemoryVolume other = new MemoryVolume(1 << 20, () -> 0);
        fails(Reason.BUSY, () -> files.mount("/data", other));
        fails(Reason.BUSY, () -> files.mount("/", other));
        fails(Reason.NOT_FOUND, () -> files.mount("/nothing", other));
        write("/tmp/file", "here");
        fails(Reason.NOT_A_DIRECTORY, () -> files.mount("/tmp/file", other));
    }

    @Test
    void aVolumeMayBeInAnother() throws Exception {
        files.createDirectory("/data/inner", PERMISSIONS);
        files.mount("/data/inner", new MemoryVolume(1 << 20, () -> 0));
        write("/data/inner/file", "deep");
        assertThat(read("/data/inner/../inner/file")).isEqualTo("deep");
        assertThat(files.realPath("/data/inner/file")).isEqualTo("/data/inner/file");
        assertThat(files.realPath("/data/inner/../..")).isEqualTo("/");
        Directory covered = (Directory) Objects.requireNonNull(volume.root().find("inner"));
        assertThat(covered.names()).isEmpty();
        fails(Reason.BUSY, () -> files.removeDirectory("/data/inner/.."));
    }

    @Test
    void nothingInARestrictedRootIsChangedByPathsAndAllThatIsMountedCanBe() throws Exception {
        write("/tmp/file", "here");
        files.createDirectory("/tmp/empty", PERMISSIONS);
        files.createSymbolicLink("/tmp/file", "/data/link");
        files.restrictRoot();
        fails(Reason.READ_ONLY, () -> files.findOrCreate("/tmp/new", false, true, 0644));
        fails(Reason.READ_ONLY, () -> files.findOrCreate("/tmp/file", false, true, 0644, true));
        fails(Reason.READ_ONLY, () -> files.findOrCreate("/data/link", false, true, 0644, true));
        fails(Reason.READ_ONLY, () -> files.createDirectory("/new", PERMISSIONS));
        fails(Reason.READ_ONLY, () -> files.createSymbolicLink("x", "/new"));
        fails(Reason.READ_ONLY, () -> files.createDevice("/new", PERMISSIONS, new NoDevice()));
        fails(Reason.READ_ONLY, () -> files.link("/tmp/file", "/tmp/other"));
        fails(Reason.READ_ONLY, () -> files.remove("/tmp/file"));
        fails(Reason.READ_ONLY, () -> files.removeDirectory("/tmp/empty"));
        fails(Reason.READ_ONLY, () -> files.rename("/tmp/file", "/tmp/other"));
        fails(Reason.EXISTS, () -> files.createDirectory("/tmp", PERMISSIONS));
        fails(Reason.NOT_FOUND, () -> files.remove("/tmp/nothing"));
        assertThat(read("/tmp/file")).isEqualTo("here");
        assertThat(files.findOrCreate("/tmp/file", false, true, 0644).mount().readOnly())
                .isTrue();

        write("/data/file", "there");
        files.createDirectory("/data/deep", PERMISSIONS);
        files.rename("/data/file", "/data/deep/file");
        files.remove("/data/deep/file");
        files.removeDirectory("/data/deep");
        assertThat(files.locate("/data", true).mount().readOnly()).isFalse();
    }

    @Test
    void whatAVolumeCannotChangeItsMountDoesNotEither() throws Exception {
        volume.close();
        files = new FileSystem(new MemoryVolume(1 << 20, () -> 0));
        files.createDirectory("/data", PERMISSIONS);
        MemoryBlockDevice device = new MemoryBlockDevice(8 << 20);
        Ext4Formatter.format(device, new byte[Ext4Formatter.UUID_SIZE], 0);
        files.mount("/data", Ext4Volume.mount(device, () -> 0, true, 1 << 20));
        assertThat(files.locate("/data", true).mount().readOnly()).isTrue();
        fails(Reason.READ_ONLY, () -> files.createDirectory("/data/new", PERMISSIONS));
        assertThat(files.locate("/", true).mount().readOnly()).isFalse();
    }

    @Test
    void whatLiesInsideAnotherVolumesSpaceCountsThereToo() throws Exception {
        MemoryVolume outer = new MemoryVolume(25 * UNIT, () -> 0);
        MemoryVolume inner = new MemoryVolume(15 * UNIT, outer);
        MemoryVolume second = new MemoryVolume(15 * UNIT, outer);
        RegularFile one = inner.root().createFile("one", 0644);
        one.append(ByteBuffer.allocate(25 * UNIT));
        assertThat(one.size()).as("its own limit").isEqualTo(15 * UNIT);
        fails(Reason.NO_SPACE, () -> one.append(ByteBuffer.allocate(1)));
        assertThat(second.status().free()).isEqualTo(20);
        RegularFile two = second.root().createFile("two", 0644);
        two.append(ByteBuffer.allocate(25 * UNIT));
        assertThat(two.size()).as("what the other one has left").isEqualTo(10 * UNIT);
        fails(Reason.NO_SPACE, () -> two.append(ByteBuffer.allocate(1)));
        assertThat(outer.status().free()).isZero();
        one.truncate(0);
        assertThat(outer.status().free())
                .as("what did not fit has taken nothing")
                .isEqualTo(30);
        two.append(ByteBuffer.allocate(25 * UNIT));
        assertThat(two.size()).isEqualTo(15 * UNIT);
    }

    private static final class NoDevice implements Device {
        @Override
        public int read(ByteBuffer target) {
            return -1;
        }

        @Override
        public void write(ByteBuffer source) {
            source.position(source.limit());
        }
    }
}
