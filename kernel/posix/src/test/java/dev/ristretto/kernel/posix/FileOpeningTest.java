package dev.ristretto.kernel.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.ristretto.kernel.filesystem.Directory;
import dev.ristretto.kernel.filesystem.FileFault;
import dev.ristretto.kernel.filesystem.FileKind;
import dev.ristretto.kernel.filesystem.FileSystem;
import dev.ristretto.kernel.filesystem.SpecialFile;
import dev.ristretto.kernel.filesystem.memory.MemoryVolume;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FileOpeningTest {
    private final FileSystem files = new FileSystem(new MemoryVolume(1 << 20, () -> 0));
    private final FileDescriptorTable table = new FileDescriptorTable(16);

    @BeforeEach
    void makeFiles() throws Exception {
        files.createDirectory("/d", 0755);
        int fd = table.open(open("/f", FileOpening.WRITE_ONLY | FileOpening.CREATE));
        table.get(fd).write(bytes("hello"));
        table.close(fd);
    }

    @Test
    void readsFromItsOwnPositionToTheEnd() throws Exception {
        OpenFile file = open("/f", 0);
        assertThat(read(file, 3)).isEqualTo("hel");
        assertThat(file.position()).isEqualTo(3);
        assertThat(file.available()).isEqualTo(2);
        assertThat(read(file, 9)).isEqualTo("lo");
        assertThat(file.read(ByteBuffer.allocate(1))).isEqualTo(OpenFile.END_OF_FILE);
        assertThat(read(open("/f", 0), 9)).isEqualTo("hello");
    }

    @Test
    void readingAtAPlaceDoesNotMove() throws Exception {
        OpenFile file = open("/f", 0);
        ByteBuffer target = ByteBuffer.allocate(2);
        assertThat(file.readAt(target, 1)).isEqualTo(2);
        assertThat(target.array()).isEqualTo("el".getBytes(StandardCharsets.US_ASCII));
        assertThat(file.position()).isZero();
    }

    @Test
    void appendingGoesToTheEndWhereverOthersWrite() throws Exception {
        OpenFile appending = open("/f", FileOpening.WRITE_ONLY | FileOpening.APPEND);
        open("/f", FileOpening.WRITE_ONLY | FileOpening.APPEND).write(bytes("1"));
        appending.write(bytes("2"));
        assertThat(read(open("/f", 0), 20)).isEqualTo("hello12");
    }

    @Test
    void truncatingEmptiesOnlyWhatIsOpenedForWriting() throws Exception {
        open("/f", FileOpening.TRUNCATE);
        assertThat(read(open("/f", 0), 20)).isEqualTo("hello");
        open("/f", FileOpening.READ_WRITE | FileOpening.TRUNCATE);
        assertThat(open("/f", 0).size()).isZero();
    }

    @Test
    void accessIsWhatWasAskedFor() throws Exception {
        fails(Errno.EBADF, () -> open("/f", 0).write(bytes("x")));
        fails(Errno.EBADF, () -> open("/f", FileOpening.WRITE_ONLY).read(ByteBuffer.allocate(1)));
        fails(Errno.EBADF, () -> open("/f", 0).truncate(0));
    }

    @Test
    void whereNothingMayBeChangedFilesAreOpenedToReadOnly() throws Exception {
        files.restrictRoot();
        fails(Errno.EROFS, () -> open("/f", FileOpening.WRITE_ONLY));
        fails(Errno.EROFS, () -> open("/f", FileOpening.READ_WRITE | FileOpening.CREATE));
        fails(Errno.EROFS, () -> open("/f", FileOpening.WRITE_ONLY | FileOpening.CREATE | FileOpening.TRUNCATE));
        fails(Errno.EROFS, () -> open("/new", FileOpening.CREATE));
        assertThat(read(open("/f", FileOpening.CREATE), 20)).isEqualTo("hello");
    }

    @Test
    void whatCannotBeOpenedSaysWhy() throws FileFault {
        files.createSymbolicLink("f", "/l");
        fails(Errno.ENOENT, () -> open("/x", 0));
        fails(Errno.EEXIST, () -> open("/f", FileOpening.WRITE_ONLY | FileOpening.CREATE | FileOpening.EXCLUSIVE));
        fails(Errno.EISDIR, () -> open("/d", FileOpening.WRITE_ONLY));
        fails(Errno.ENOTDIR, () -> open("/f", FileOpening.DIRECTORY));
        fails(Errno.ELOOP, () -> open("/l", FileOpening.NO_FOLLOW));
        SpecialFile unused = ((Directory) files.find("/d", true)).createSpecial("pipe", FileKind.PIPE, 0, 0644);
        fails(Errno.ENXIO, () -> open("/d/pipe", 0));
    }

    @Test
    void aDirectoryCanBeOpenedButHasNoBytes() throws Exception {
        OpenFile directory = open("/d", 0);
        fails(Errno.EISDIR, () -> directory.read(ByteBuffer.allocate(1)));
    }

    @Test
    void aRemovedFileLivesUntilItsLastDescriptorIsClosed() throws Exception {
        int fd = table.open(open("/f", 0));
        files.remove("/f");
        assertThat(read(table.get(fd), 9)).isEqualTo("hello");
        long free = files.mounts().getFirst().volume().status().free();
        table.close(fd);
        assertThat(files.mounts().getFirst().volume().status().free()).isGreaterThan(free);
        assertThat(files.mounts().getFirst().volume().status().free())
                .isEqualTo(files.mounts().getFirst().volume().status().blocks());
    }

    @Test
    void itsFlagsAreThoseItWasOpenedWith() throws Exception {
        assertThat(open("/f", 0).statusFlags()).isZero();
        assertThat(open("/f", FileOpening.WRITE_ONLY).statusFlags()).isEqualTo(FileOpening.WRITE_ONLY);
        OpenFile file = open("/f", FileOpening.READ_WRITE | FileOpening.APPEND | FileOpening.CREATE);
        assertThat(file.statusFlags()).isEqualTo(FileOpening.READ_WRITE | FileOpening.APPEND);
        file.setAppending(false);
        file.write(bytes("J"));
        assertThat(read(open("/f", 0), 20)).isEqualTo("Jello");
    }

    @Test
    void aDirectoryIsListedFromAPositionOn() throws Exception {
        for (String name : new String[] {"/d/a", "/d/b", "/d/c"}) {
            open(name, FileOpening.CREATE);
        }
        OpenDirectory directory = (OpenDirectory) open("/d", FileOpening.DIRECTORY);
        assertThat(list(directory, 3)).containsExactly(".", "..", "a");
        assertThat(directory.position()).isEqualTo(3);
        files.remove("/d/b");
        assertThat(list(directory, 9)).containsExactly("c");
        assertThat(list(directory, 9)).isEmpty();
        directory.seek(2);
        assertThat(list(directory, 9)).containsExactly("a", "c");
        open("/d/new", FileOpening.CREATE);
        directory.seek(0);
        assertThat(list(directory, 9)).containsExactly(".", "..", "a", "c", "new");
    }

    private static List<String> list(OpenDirectory directory, int most) throws PosixException {
        List<String> names = new ArrayList<>();
        directory.list((name, inode, next) -> names.size() < most && names.add(name));
        return names;
    }

    private OpenFile open(String path, int flags) throws PosixException {
        return FileOpening.open(files, path, flags, 0644);
    }

    private static String read(OpenFile file, int most) throws PosixException {
        ByteBuffer target = ByteBuffer.allocate(most);
        file.read(target);
        return StandardCharsets.US_ASCII.decode(target.flip()).toString();
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static void fails(Errno errno, ThrowingCallable action) {
        assertThatExceptionOfType(PosixException.class)
                .isThrownBy(action)
                .extracting(PosixException::errno)
                .isEqualTo(errno);
    }
}
