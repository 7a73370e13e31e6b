package dev.ristretto.kernel.personality.linux.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ristretto.abi.linux.SystemCalls;
import dev.ristretto.kernel.posix.Errno;
import dev.ristretto.kernel.posix.PosixException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FileSystemCallsTest {
    private static final long M = TestProgram.MEMORY;
    private static final int HERE = TestProgram.HERE;
    private static final int CREATE = 0100 | 02;

    private final TestProgram program = new TestProgram();

    @Test
    void aReadIsBoundedByWhatIsThere() throws PosixException {
        program.write("/f", "hello");
        int fd = program.open("/f", 0);
        assertThat(program.call(SystemCalls.READ, fd, M, 0x7fff_ffffL)).isEqualTo(5);
        assertThat(program.call(SystemCalls.READ, fd, M, 10)).isZero();
        assertThat(program.call(SystemCalls.PREAD64, fd, M, 3, 2)).isEqualTo(3);
        assertThat(program.text(M, 3)).isEqualTo("llo");
        assertThat(program.failure(SystemCalls.PREAD64, fd, M, 3, -1)).isEqualTo(Errno.EINVAL);
        assertThat(program.failure(SystemCalls.READ, fd, M, -1)).isEqualTo(Errno.EINVAL);
    }

    @Test
    void aReadIntoNothingFailsAndOneThatBeginsWellIsShort() throws PosixException {
        program.write("/f", "hello");
        int fd = program.open("/f", 0);
        assertThat(program.failure(SystemCalls.READ, fd, TestProgram.BEHIND, 5)).isEqualTo(Errno.EFAULT);
        assertThat(program.failure(SystemCalls.READ, fd, -1L, 5)).isEqualTo(Errno.EFAULT);
        assertThat(program.call(SystemCalls.READ, fd, TestProgram.BEHIND - 2, 5))
                .isEqualTo(2);
        assertThat(program.call(SystemCalls.READ, fd, M, 5)).isEqualTo(3);
        assertThat(program.text(M, 3)).isEqualTo("llo");
    }

    @Test
    void whatIsMoreThanOneStepIsMovedInSeveral() throws PosixException {
        int fd = program.open("/f", CREATE);
        program.memory.write(M, "x".repeat(150_000).getBytes(StandardCharsets.US_ASCII));
        assertThat(program.call(SystemCalls.WRITE, fd, M, 150_000)).isEqualTo(150_000);
        assertThat(program.call(SystemCalls.LSEEK, fd, 0, 2)).isEqualTo(150_000);
        assertThat(program.call(SystemCalls.LSEEK, fd, 0, 0)).isZero();
        assertThat(program.call(SystemCalls.READ, fd, M, 200_000)).isEqualTo(150_000);
    }

    @Test
    void vectorsAreOneTransfer() throws PosixException {
        int fd = program.open("/f", CREATE);
        program.memory.write(M, "abcdef".getBytes(StandardCharsets.US_ASCII));
        vector(0, M, 2);
        vector(1, TestProgram.BEHIND, 0);
        vector(2, M + 4, 2);
        assertThat(program.call(SystemCalls.WRITEV, fd, M + 4096, 3)).isEqualTo(4);
        assertThat(program.read("/f")).isEqualTo("abef");
        vector(0, M + 100, 1);
        vector(1, M + 200, 9);
        assertThat(program.call(SystemCalls.PREADV, fd, M + 4096, 2, 1)).isEqualTo(3);
        assertThat(program.text(M + 100, 1)).isEqualTo("b");
        assertThat(program.text(M + 200, 2)).isEqualTo("ef");
        assertThat(program.failure(SystemCalls.READV, fd, M + 4096, 1025)).isEqualTo(Errno.EINVAL);
    }

    private void vector(int index, long address, long length) throws PosixException {
        program.memory.putLong(M + 4096 + index * 16L, address);
        program.memory.putLong(M + 4104 + index * 16L, length);
    }

    @Test
    void accessIsWhatTheFileWasOpenedFor() throws PosixException {
        program.write("/f", "hello");
        int reading = program.open("/f", 0);
        int writing = program.open("/f", 01);
        assertThat(program.failure(SystemCalls.WRITE, reading, M, 1)).isEqualTo(Errno.EBADF);
        assertThat(program.failure(SystemCalls.READ, writing, M, 1)).isEqualTo(Errno.EBADF);
        assertThat(program.failure(SystemCalls.READ, 99, M, 1)).isEqualTo(Errno.EBADF);
        assertThat(program.failure(SystemCalls.FTRUNCATE, reading, 0)).isEqualTo(Errno.EINVAL);
        assertThat(program.failure(SystemCalls.READ, program.open("/", 0), M, 1))
                .isEqualTo(Errno.EISDIR);
    }

    @Test
    void pathsBeginAtAnOpenDirectoryWhateverItIsCalledNow() throws PosixException {
        assertThat(program.call(SystemCalls.MKDIR, "/a", 0755)).isZero();
        int directory = program.open("/a", 0200000);
        program.call(SystemCalls.RENAME, "/a", "/b");
        int fd = (int) program.call(SystemCalls.OPENAT, directory, "f", CREATE, 0600);
        assertThat(fd).isGreaterThan(directory);
        assertThat(program.call(SystemCalls.ACCESS, "/b/f", 4)).isZero();
        assertThat(program.failure(SystemCalls.OPENAT, fd, "f", 0)).isEqualTo(Errno.ENOTDIR);
        assertThat(program.failure(SystemCalls.OPENAT, 77, "f", 0)).isEqualTo(Errno.EBADF);
        assertThat(program.failure(SystemCalls.OPENAT, HERE, "", 0)).isEqualTo(Errno.ENOENT);
        assertThat(program.call(SystemCalls.UNLINKAT, directory, "f", 0)).isZero();
        assertThat(program.call(SystemCalls.RMDIR, "/b")).isZero();
        assertThat(program.failure(SystemCalls.OPENAT, directory, "f", CREATE, 0600))
                .isEqualTo(Errno.ENOENT);
    }

    @Test
    void theErrorsOfNamesAreThoseOfLinux() throws PosixException {
        program.call(SystemCalls.MKDIR, "/d", 0755);
        program.write("/d/f", "x");
        assertThat(program.failure(SystemCalls.UNLINK, "/d")).isEqualTo(Errno.EISDIR);
        assertThat(program.failure(SystemCalls.RMDIR, "/d")).isEqualTo(Errno.ENOTEMPTY);
        assertThat(program.failure(SystemCalls.MKDIR, "/d", 0755)).isEqualTo(Errno.EEXIST);
        assertThat(program.failure(SystemCalls.READLINK, "/d/f", M, 10)).isEqualTo(Errno.EINVAL);
        assertThat(program.failure(SystemCalls.RMDIR, "/d/.")).isEqualTo(Errno.EINVAL);
        assertThat(program.failure(SystemCalls.OPEN, "/d/f/x", 0)).isEqualTo(Errno.ENOTDIR);
        assertThat(program.failure(SystemCalls.OPEN, "/d", 01)).isEqualTo(Errno.EISDIR);
        assertThat(program.failure(SystemCalls.OPEN, "/t", 020200002)).isEqualTo(Errno.EOPNOTSUPP);
        assertThat(program.failure(SystemCalls.OPEN, "/d/f", CREATE | 0200)).isEqualTo(Errno.EEXIST);
        program.write("/g", "y");
        assertThat(program.failure(SystemCalls.RENAMEAT2, HERE, "/g", HERE, "/d/f", 1))
                .isEqualTo(Errno.EEXIST);
        assertThat(program.failure(SystemCalls.RENAMEAT2, HERE, "/g", HERE, "/d/f", 2))
                .isEqualTo(Errno.EINVAL);
        assertThat(program.call(SystemCalls.RENAMEAT2, HERE, "/g", HERE, "/d/f", 0))
                .isZero();
        assertThat(program.read("/d/f")).isEqualTo("y");
    }

    @Test
    void linksAreReadAsFarAsThereIsRoom() throws PosixException {
        program.call(SystemCalls.SYMLINK, "target", "/l");
        assertThat(program.call(SystemCalls.READLINK, "/l", M, 100)).isEqualTo(6);
        assertThat(program.text(M, 6)).isEqualTo("target");
        assertThat(program.call(SystemCalls.READLINKAT, HERE, "/l", M, 3)).isEqualTo(3);
        assertThat(program.failure(SystemCalls.READLINK, "/l", M, 0)).isEqualTo(Errno.EINVAL);
        int handle = program.open("/l", 010000000 | 0400000);
        assertThat(program.call(SystemCalls.READLINKAT, handle, "", M, 100)).isEqualTo(6);
    }

    @Test
    void statTellsWhatTheFileIs() throws PosixException {
        program.write("/f", "hello");
        program.call(SystemCalls.CHMOD, "/f", 0640);
        program.call(SystemCalls.CHOWN, "/f", 5, -1);
        assertThat(program.call(SystemCalls.NEWFSTATAT, HERE, "/f", M, 0)).isZero();
        ByteBuffer stat = program.bytes(M, StatusLayout.STAT);
        assertThat(stat.getInt(24)).isEqualTo(0100640);
        assertThat(stat.getInt(28)).isEqualTo(5);
        assertThat(stat.getInt(32)).isZero();
        assertThat(stat.getLong(48)).isEqualTo(5);
        assertThat(stat.getLong(88)).isEqualTo(1_700_000_000);
        assertThat(stat.getLong(96)).isEqualTo(123_456_789);
        int fd = program.open("/f", 0);
        program.call(SystemCalls.NEWFSTATAT, fd, "", M + 4096, 0x1000);
        assertThat(program.bytes(M + 4096, StatusLayout.STAT)).isEqualTo(stat);
        assertThat(program.failure(SystemCalls.NEWFSTATAT, fd, "", M, 0)).isEqualTo(Errno.ENOENT);
        assertThat(program.failure(SystemCalls.NEWFSTATAT, HERE, "/f", M, 1)).isEqualTo(Errno.EINVAL);
        assertThat(program.failure(SystemCalls.STAT, "/f", TestProgram.BEHIND)).isEqualTo(Errno.EFAULT);
        assertThat(program.call(SystemCalls.STATX, HERE, "/f", 0, 0xfff, M)).isZero();
        ByteBuffer statx = program.bytes(M, StatusLayout.STATX);
        assertThat(statx.getShort(28) & 0xffff).isEqualTo(0100640);
        assertThat(statx.getLong(40)).isEqualTo(5);
        assertThat(statx.getLong(32)).isEqualTo(stat.getLong(8));
        assertThat(statx.getLong(112)).isEqualTo(1_700_000_000);
    }

    @Test
    void directoriesAreListedInPartsAndFromTheBeginningAgain() throws PosixException {
        for (int i = 0; i < 50; i++) {
            program.write("/file-with-a-name-" + i, "");
        }
        program.call(SystemCalls.SYMLINK, "x", "/link");
        int fd = program.open("/", 0);
        List<String> all = list(fd, 200);
        assertThat(all).hasSize(53).contains("4 .", "4 ..", "8 file-with-a-name-49", "10 link");
        assertThat(list(fd, 200)).isEmpty();
        program.call(SystemCalls.LSEEK, fd, 0, 0);
        assertThat(list(fd, 32768)).isEqualTo(all);
        program.call(SystemCalls.LSEEK, fd, 0, 0);
        assertThat(program.failure(SystemCalls.GETDENTS64, fd, M, 10)).isEqualTo(Errno.EINVAL);
        assertThat(program.failure(SystemCalls.GETDENTS64, program.open("/link-not", CREATE), M, 10))
                .isEqualTo(Errno.ENOTDIR);
    }

    private List<String> list(int fd, int room) throws PosixException {
        List<String> names = new ArrayList<>();
        while (true) {
            int count = (int) program.call(SystemCalls.GETDENTS64, fd, M, room);
            if (count == 0) {
                return names;
            }
            assertThat(count).isLessThanOrEqualTo(room);
            ByteBuffer bytes = program.bytes(M, count);
            for (int at = 0; at < count; at += bytes.getShort(at + 16)) {
                int end = at + 19;
                while (bytes.get(end) != 0) {
                    end++;
                }
                names.add(bytes.get(at + 18) + " " + program.text(M + at + 19, end - at - 19));
            }
        }
    }

    @Test
    void theWorkingDirectoryIsWhereRelativePathsBegin() throws PosixException {
        program.call(SystemCalls.MKDIR, "/d", 0755);
        int fd = program.open("/d", 0);
        program.call(SystemCalls.CHDIR, "/d");
        assertThat(program.call(SystemCalls.GETCWD, M, 100)).isEqualTo(3);
        assertThat(program.text(M, 3)).isEqualTo("/d\0");
        assertThat(program.failure(SystemCalls.GETCWD, M, 2)).isEqualTo(Errno.ERANGE);
        program.write("f", "x");
        program.call(SystemCalls.CHDIR, "/");
        program.call(SystemCalls.FCHDIR, fd);
        assertThat(program.read("f")).isEqualTo("x");
        assertThat(program.failure(SystemCalls.CHDIR, "/d/f")).isEqualTo(Errno.ENOTDIR);
        assertThat(program.failure(SystemCalls.CHDIR, "")).isEqualTo(Errno.ENOENT);
    }

    @Test
    void lengthsArePartOfTheFile() throws PosixException {
        int fd = program.open("/f", CREATE);
        assertThat(program.call(SystemCalls.FALLOCATE, fd, 0, 10, 20)).isZero();
        assertThat(program.call(SystemCalls.LSEEK, fd, 0, 2)).isEqualTo(30);
        assertThat(program.call(SystemCalls.FALLOCATE, fd, 1, 0, 1000)).isZero();
        assertThat(program.call(SystemCalls.LSEEK, fd, -1, 2)).isEqualTo(29);
        assertThat(program.failure(SystemCalls.FALLOCATE, fd, 3, 0, 10)).isEqualTo(Errno.EOPNOTSUPP);
        assertThat(program.failure(SystemCalls.LSEEK, fd, -1, 0)).isEqualTo(Errno.EINVAL);
        assertThat(program.failure(SystemCalls.LSEEK, fd, Long.MAX_VALUE, 1)).isEqualTo(Errno.EINVAL);
        assertThat(program.call(SystemCalls.TRUNCATE, "/f", 3)).isZero();
        assertThat(program.call(SystemCalls.LSEEK, fd, 0, 2)).isEqualTo(3);
        assertThat(program.failure(SystemCalls.LSEEK, fd, 3, 3)).isEqualTo(Errno.ENXIO);
        assertThat(program.process.descriptors().count()).isEqualTo(1);
    }

    @Test
    void filesAreCopiedWithoutTheProgram() throws PosixException {
        program.write("/f", "hello");
        int source = program.open("/f", 0);
        int target = program.open("/g", CREATE);
        program.memory.putLong(M, 1);
        assertThat(program.call(SystemCalls.SENDFILE, target, source, M, 3)).isEqualTo(3);
        assertThat(program.memory.getLong(M)).isEqualTo(4);
        assertThat(program.call(SystemCalls.LSEEK, source, 0, 1)).isZero();
        assertThat(program.call(SystemCalls.COPY_FILE_RANGE, source, 0, target, 0, 100, 0))
                .isEqualTo(5);
        assertThat(program.read("/g")).isEqualTo("ellhello");
        assertThat(program.call(SystemCalls.COPY_FILE_RANGE, source, 0, target, 0, 100, 0))
                .isZero();
        assertThat(program.failure(SystemCalls.SPLICE, source, 0, target, 0, 1, 0))
                .isEqualTo(Errno.EINVAL);
    }

    @Test
    void timesAreSetKeptOrNow() throws PosixException {
        program.write("/f", "");
        program.memory.putLong(M, 5);
        program.memory.putLong(M + 8, 6);
        program.memory.putLong(M + 16, 0);
        program.memory.putLong(M + 24, (1 << 30) - 2);
        assertThat(program.call(SystemCalls.UTIMENSAT, HERE, "/f", M, 0)).isZero();
        program.call(SystemCalls.STAT, "/f", M + 4096);
        assertThat(program.memory.getLong(M + 4096 + 72)).isEqualTo(5);
        assertThat(program.memory.getLong(M + 4096 + 80)).isEqualTo(6);
        assertThat(program.memory.getLong(M + 4096 + 88)).isEqualTo(1_700_000_000);
        program.memory.putLong(M + 24, 1_000_000_000);
        assertThat(program.failure(SystemCalls.UTIMENSAT, HERE, "/f", M, 0)).isEqualTo(Errno.EINVAL);
    }

    @Test
    void attributesThatAreNotThereAreRefusedInTheWayProgramsExpect() throws PosixException {
        program.write("/f", "");
        assertThat(program.failure(SystemCalls.GETXATTR, "/f", "user.x", M, 10)).isEqualTo(Errno.ENODATA);
        assertThat(program.failure(SystemCalls.LISTXATTR, "/f", M, 10)).isEqualTo(Errno.EOPNOTSUPP);
        assertThat(program.failure(SystemCalls.LISTXATTR, "/x", M, 10)).isEqualTo(Errno.ENOENT);
    }

    @Test
    void aPathHandleCannotBeReadButLeadsOn() throws PosixException {
        program.call(SystemCalls.MKDIR, "/d", 0755);
        program.write("/d/f", "x");
        int handle = program.open("/d", 010000000);
        assertThat(program.failure(SystemCalls.READ, handle, M, 1)).isEqualTo(Errno.EBADF);
        assertThat(program.failure(SystemCalls.FCHMOD, handle, 0)).isEqualTo(Errno.EBADF);
        assertThat(program.failure(SystemCalls.IOCTL, handle, 0x5401, M)).isEqualTo(Errno.EBADF);
        assertThat(program.call(SystemCalls.FSTAT, handle, M)).isZero();
        assertThat(program.call(SystemCalls.OPENAT, handle, "f", 0)).isGreaterThan(handle);
        assertThat(program.call(SystemCalls.FCNTL, handle, 3, 0)).isEqualTo(010000000);
    }
}
