package dev.ristretto.kernel.filesystem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.ristretto.kernel.filesystem.FileFault.Reason;
import dev.ristretto.kernel.filesystem.memory.MemoryVolume;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FileSystemTest {
    private final AtomicLong time = new AtomicLong(1_000);
    private final FileSystem files = new FileSystem(new MemoryVolume(1 << 20, time::get));

    @BeforeEach
    void makeFolders() throws FileFault {
        files.createDirectory("/tmp", 01777);
        files.createDirectory("/tmp/a", 0755);
    }

    @Test
    void aNewFileIsFoundUnderItsNameWithItsPermissions() throws FileFault {
        Inode made = create("/tmp/f");
        assertThat(files.find("/tmp/f", true)).isSameAs(made);
        assertThat(files.find("//tmp/./a/..///f", true)).isSameAs(made);
        assertThat(made.kind()).isEqualTo(FileKind.REGULAR);
        assertThat(made.permissions()).isEqualTo(0644);
    }

    @Test
    void exclusiveCreationRefusesWhatExistsAlsoALinkToNothing() throws FileFault {
        create("/tmp/f");
        files.createSymbolicLink("/nowhere", "/tmp/l");
        fails(Reason.EXISTS, () -> files.findOrCreate("/tmp/f", true, true, 0644));
        fails(Reason.EXISTS, () -> files.findOrCreate("/tmp/l", true, true, 0644));
    }

    @Test
    void creationFollowsALinkToWhereNothingIsYet() throws FileFault {
        files.createSymbolicLink("a/target", "/tmp/l");
        Inode made = create("/tmp/l");
        assertThat(files.find("/tmp/a/target", false)).isSameAs(made);
    }

    @Test
    void aFolderThatIsThereFromTheStartCanBeChangedAsAnother() throws FileFault {
        Map<String, Object> inner = Map.of("b", new byte[] {1, 2});
        Directory directory =
                files.createDirectory("/start", 0755, new FolderOfFiles(Map.of("a", new byte[3], "inner", inner)));
        assertThat(directory.names()).containsExactly("a", "inner");
        assertThat(used()).isZero();
        Inode file = files.find("/start/inner/b", true);
        assertThat(file.size()).isEqualTo(2);
        assertThat(file.permissions()).isEqualTo(0644);
        assertThat(file.modified()).isEqualTo(FolderOfFiles.MODIFIED);
        assertThat(directory.permissions()).isEqualTo(0755);
        assertThat(files.realPath("/start/inner/../inner/b")).isEqualTo("/start/inner/b");
        fails(Reason.EXISTS, () -> files.createDirectory("/start", 0755, new FolderOfFiles(Map.of())));
        files.remove("/start/a");
        files.rename("/start/inner", "/tmp/moved");
        assertThat(directory.names()).isEmpty();
        assertThat(files.find("/tmp/moved/b", true)).isSameAs(file);
        files.removeDirectory("/start");
        fails(Reason.NOT_FOUND, () -> files.find("/start", true));
    }

    @Test
    void aFolderCanBeAVolume() throws FileFault {
        files.createDirectory("/start", 0755);
        files.mount("/start", new MemoryVolume(100, () -> 0, new FolderOfFiles(Map.of("a", new byte[] {1}))));
        assertThat(files.find("/start/a", true).size()).isEqualTo(1);
        assertThat(files.find("/start", true).modified()).isEqualTo(FolderOfFiles.MODIFIED);
        assertThat(files.realPath("/start/..")).isEqualTo("/");
        create("/start/b");
        files.remove("/start/a");
        assertThat(((Directory) files.find("/start", true)).names()).containsExactly("b");
    }

    @Test
    void aFolderIsLookedIntoOnlyWhenItIsUsed() throws FileFault {
        FolderOfFiles folder = new FolderOfFiles(Map.of("a", new byte[1]));
        files.createDirectory("/start", 0755, folder);
        files.find("/start", true);
        assertThat(folder.looks()).hasValue(0);
        files.find("/start/a", true);
        create("/start/b");
        assertThat(((Directory) files.find("/start", true)).names()).containsExactly("a", "b");
        assertThat(folder.looks()).hasValue(1);
    }

    @Test
    void missingAndWrongKindsAreToldApart() throws FileFault {
        create("/tmp/f");
        fails(Reason.NOT_FOUND, () -> files.find("/tmp/x", true));
        fails(Reason.NOT_FOUND, () -> files.find("/x/y", true));
        fails(Reason.NOT_FOUND, () -> files.find("", true));
        fails(Reason.NOT_A_DIRECTORY, () -> files.find("/tmp/f/x", true));
        fails(Reason.NOT_A_DIRECTORY, () -> files.find("/tmp/f/", true));
        fails(Reason.INVALID, () -> files.find("/tmp/\0", true));
        fails(Reason.NAME_TOO_LONG, () -> files.find("/tmp/" + "x".repeat(256), true));
        fails(Reason.NAME_TOO_LONG, () -> files.find("/x".repeat(3000), true));
    }

    @Test
    void linksStandForTheirTargetsInsideAPathAlways() throws FileFault {
        create("/tmp/a/f");
        files.createSymbolicLink("a", "/tmp/l");
        assertThat(files.find("/tmp/l", false).kind()).isEqualTo(FileKind.SYMBOLIC_LINK);
        assertThat(files.find("/tmp/l", true).kind()).isEqualTo(FileKind.DIRECTORY);
        assertThat(files.find("/tmp/l/f", false).kind()).isEqualTo(FileKind.REGULAR);
        assertThat(files.find("/tmp/l/../a/f", false).kind()).isEqualTo(FileKind.REGULAR);
        assertThat(files.realPath("/tmp/l/./f")).isEqualTo("/tmp/a/f");
        assertThat(files.realPath("/tmp/l")).isEqualTo("/tmp/a");
        assertThat(files.realPath("/tmp/..")).isEqualTo("/");
    }

    @Test
    void aCircleOfLinksEnds() throws FileFault {
        files.createSymbolicLink("two", "/tmp/one");
        files.createSymbolicLink("/tmp/one", "/tmp/two");
        fails(Reason.TOO_MANY_LINKS, () -> files.find("/tmp/one", true));
    }

    @Test
    void aSecondNameKeepsTheFile() throws FileFault {
        Inode file = create("/tmp/f");
        files.link("/tmp/f", "/tmp/a/g");
        assertThat(file.links()).isEqualTo(2);
        files.remove("/tmp/f");
        assertThat(files.find("/tmp/a/g", true)).isSameAs(file);
        fails(Reason.NOT_PERMITTED, () -> files.link("/tmp/a", "/tmp/b"));
    }

    @Test
    void removalAsksForTheRightKind() throws FileFault {
        create("/tmp/a/f");
        fails(Reason.IS_A_DIRECTORY, () -> files.remove("/tmp/a"));
        fails(Reason.NOT_EMPTY, () -> files.removeDirectory("/tmp/a"));
        fails(Reason.NOT_A_DIRECTORY, () -> files.removeDirectory("/tmp/a/f"));
        fails(Reason.BUSY, () -> files.removeDirectory("/"));
        files.remove("/tmp/a/f");
        files.removeDirectory("/tmp/a");
        fails(Reason.NOT_FOUND, () -> files.find("/tmp/a", true));
    }

    @Test
    void renameReplacesInOneStep() throws FileFault {
        Inode from = create("/tmp/from");
        Inode to = create("/tmp/to");
        files.rename("/tmp/from", "/tmp/to");
        assertThat(files.find("/tmp/to", true)).isSameAs(from);
        assertThat(to.links()).isZero();
        assertThat(from.links()).isOne();
        fails(Reason.NOT_FOUND, () -> files.find("/tmp/from", true));
    }

    @Test
    void aRenamedDirectoryTakesItsFilesAndKnowsItsNewParent() throws FileFault {
        create("/tmp/a/f");
        files.createDirectory("/b", 0755);
        files.rename("/tmp/a", "/b/c");
        assertThat(files.realPath("/b/c/../c/f")).isEqualTo("/b/c/f");
    }

    @Test
    void renameRefusesWhatWouldBreakTheTree() throws FileFault {
        create("/tmp/f");
        create("/tmp/a/g");
        fails(Reason.INVALID, () -> files.rename("/tmp", "/tmp/a/x"));
        fails(Reason.IS_A_DIRECTORY, () -> files.rename("/tmp/f", "/tmp/a"));
        fails(Reason.NOT_A_DIRECTORY, () -> files.rename("/tmp/a", "/tmp/f"));
        files.createDirectory("/tmp/b", 0755);
        fails(Reason.NOT_EMPTY, () -> files.rename("/tmp/b", "/tmp/a"));
        files.rename("/tmp/a", "/tmp/b");
        assertThat(files.find("/tmp/b/g", true).kind()).isEqualTo(FileKind.REGULAR);
    }

    @Test
    void spaceIsGivenBackOnlyWhenNeitherNameNorUserIsLeft() throws FileFault {
        RegularFile file = create("/tmp/f");
        file.write(0, ByteBuffer.allocate(100_000));
        long used = used();
        assertThat(used).isBetween(100_000L, 110_000L);
        file.open();
        files.remove("/tmp/f");
        assertThat(used()).isEqualTo(used);
        file.close();
        assertThat(used()).isZero();
    }

    @Test
    void aFullFileSystemSaysSoAndKeepsWhatFitted() throws FileFault {
        RegularFile file = create("/tmp/f");
        assertThat(file.write(0, ByteBuffer.allocate(2 << 20))).isEqualTo(1 << 20);
        fails(Reason.NO_SPACE, () -> file.append(ByteBuffer.allocate(1)));
        file.truncate(10);
        assertThat(file.append(ByteBuffer.allocate(1))).isEqualTo(11);
    }

    @Test
    void timesFollowTheClock() throws FileFault {
        RegularFile file = create("/tmp/f");
        time.set(2_000);
        file.write(0, text("x"));
        assertThat(file.created()).isEqualTo(1_000);
        assertThat(file.modified()).isEqualTo(2_000);
        time.set(3_000);
        file.setPermissions(0600, files.now());
        assertThat(file.modified()).isEqualTo(2_000);
        assertThat(file.changed()).isEqualTo(3_000);
        file.setTimes(5, 6, files.now());
        assertThat(file.accessed()).isEqualTo(5);
        assertThat(file.modified()).isEqualTo(6);
    }

    @Test
    void aDirectoryListsItsNamesInOrder() throws FileFault {
        create("/tmp/b");
        create("/tmp/c");
        assertThat(((Directory) files.find("/tmp", true)).names()).containsExactly("a", "b", "c");
    }

    @Test
    void aDeviceDoesItsOwnReading() throws FileFault {
        files.createDevice("/tmp/seven", 0444, new Device() {
            @Override
            public int read(ByteBuffer target) {
                target.put((byte) 7);
                return 1;
            }

            @Override
            public void write(ByteBuffer source) {}
        });
        ByteBuffer target = ByteBuffer.allocate(1);
        ((DeviceFile) files.find("/tmp/seven", true)).device().read(target);
        assertThat(target.get(0)).isEqualTo((byte) 7);
    }

    private RegularFile create(String path) throws FileFault {
        return (RegularFile) files.findOrCreate(path, false, true, 0644).inode();
    }

    private long used() {
        VolumeStatus status = files.mounts().getFirst().volume().status();
        return (status.blocks() - status.free()) * status.blockSize();
    }

    private static ByteBuffer text(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    private static void fails(Reason reason, ThrowingCallable action) {
        assertThatExceptionOfType(FileFault.class)
                .isThrownBy(action)
                .extracting(FileFault::reason)
                .isEqualTo(reason);
    }
}
