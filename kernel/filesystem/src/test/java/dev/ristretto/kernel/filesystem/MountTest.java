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
}
